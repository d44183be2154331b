package org.meterhaus.dlms.client.objects;

import java.math.BigDecimal;
import java.util.List;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.MeterException.Refused;
import org.meterhaus.dlms.apdu.Apdu.GetResult;
import org.meterhaus.dlms.classes.TypedValues;
import org.meterhaus.dlms.cosem.DataAccessResult;
import org.meterhaus.dlms.cosem.ScalerUnit;
import org.meterhaus.dlms.cosem.Unit;
import org.meterhaus.dlms.data.Data;

/**
 * A number in a unit.
 *
 * @param value exactly as the meter has it
 * @param unit code of IEC 62056-6-2, 0..255
 */
public record Quantity(BigDecimal value, int unit) {

  /** The unit's symbol, {@code Wh}; empty if it has none. */
  public String symbol() {
    return Unit.symbol(unit);
  }

  /** {@code 1460.5 Wh}. */
  @Override
  public String toString() {
    String symbol = symbol();
    return value.toPlainString() + (symbol.isEmpty() ? "" : " " + symbol);
  }

  /** Value and unit of an object, read together. */
  static Quantity read(MeterObject object, int value, int scalerUnit) throws MeterException {
    List<GetResult> results =
        object.meter().get(List.of(object.attribute(value), object.attribute(scalerUnit)));
    ScalerUnit unit = ScalerUnit.from(data(results.get(1)));
    return of(data(results.get(0)), unit);
  }

  /** A raw value in its unit. */
  static Quantity of(Data raw, ScalerUnit unit) throws Malformed {
    BigDecimal number = TypedValues.number(raw);
    if (number == null) {
      throw new Malformed("expected a number but was " + raw.typeName());
    }
    return new Quantity(number.scaleByPowerOfTen(unit.scaler()), unit.unit());
  }

  static Data data(GetResult result) throws Refused {
    return switch (result) {
      case GetResult.Value(Data data) -> data;
      case GetResult.Refusal(int code) ->
          throw new Refused(Refused.Service.GET, code, DataAccessResult.nameOf(code));
    };
  }
}
