package org.meterhaus.dlms.client.objects;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.cosem.AttributeRef;
import org.meterhaus.dlms.cosem.ScalerUnit;
import org.meterhaus.dlms.data.Data;

/**
 * A row of a profile.
 *
 * @param time when, as the meter's clock had it; null if the profile does not capture its clock
 * @param values raw, in the order of the columns; null-data where there is none
 */
public record ProfileRow(ProfileColumns columns, @Nullable Instant time, List<Data> values) {

  public ProfileRow {
    values = List.copyOf(values);
  }

  /**
   * A value in its unit.
   *
   * @return null if there is none
   * @throws Malformed if it is no number
   * @throws IllegalArgumentException if the attribute is not captured
   */
  public @Nullable Quantity quantity(AttributeRef source) throws Malformed {
    int column = columns.indexOf(source);
    Data raw = values.get(column);
    ScalerUnit unit = columns.units().get(column);
    return raw instanceof Data.NullData
        ? null
        : Quantity.of(raw, unit == null ? new ScalerUnit(0, ScalerUnit.NO_UNIT) : unit);
  }

  /**
   * A value as the meter sent it.
   *
   * @throws IllegalArgumentException if the attribute is not captured
   */
  public Data raw(AttributeRef source) {
    return values.get(columns.indexOf(source));
  }
}
