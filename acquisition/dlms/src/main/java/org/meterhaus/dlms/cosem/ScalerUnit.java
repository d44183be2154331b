package org.meterhaus.dlms.cosem;

import java.math.BigDecimal;
import java.util.List;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.data.Data;

/**
 * Attribute 3 of a register: the value in its unit is {@code raw * 10^scaler}.
 *
 * @param scaler power of ten, -128..127
 * @param unit unit code of IEC 62056-6-2 table 4, 0..255
 */
public record ScalerUnit(int scaler, int unit) {

  public static final int WATT = 27;
  public static final int WATT_HOUR = 30;
  public static final int VOLT = 35;
  public static final int AMPERE = 33;
  public static final int NO_UNIT = 255;

  public ScalerUnit {
    if (scaler < -128 || scaler > 127) {
      throw new IllegalArgumentException("scaler must be -128..127 but was " + scaler);
    }
    if (unit < 0 || unit > 255) {
      throw new IllegalArgumentException("unit must be 0..255 but was " + unit);
    }
  }

  /** Whole watt-hours, as Meterhaus's own meters count. */
  public static ScalerUnit wattHours() {
    return new ScalerUnit(0, WATT_HOUR);
  }

  /** Whole watts. */
  public static ScalerUnit watts() {
    return new ScalerUnit(0, WATT);
  }

  public static ScalerUnit from(Data data) throws Malformed {
    List<Data> parts = data.asList();
    if (parts.size() != 2) {
      throw new Malformed("scaler_unit must have 2 elements but had " + parts.size());
    }
    long scaler = parts.get(0).asLong();
    long unit = parts.get(1).asLong();
    if (scaler < -128 || scaler > 127 || unit < 0 || unit > 255) {
      throw new Malformed("scaler_unit out of range: " + scaler + ", " + unit);
    }
    return new ScalerUnit((int) scaler, (int) unit);
  }

  public Data toData() {
    return new Data.Structure(List.of(new Data.Integer8(scaler), new Data.Enumerated(unit)));
  }

  /** {@code raw} in the unit, exactly. */
  public BigDecimal scale(long raw) {
    return BigDecimal.valueOf(raw).scaleByPowerOfTen(scaler);
  }
}
