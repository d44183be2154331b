package org.meterhaus.dlms.server.objects;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.classes.values.ValueDefinition;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.server.AccessError;

/** Comparing what a device measures with what it shall not go over. */
final class Threshold {

  private Threshold() {}

  /** The monitored value; null if it is not there, cannot be read now or is no number. */
  static @Nullable BigDecimal monitored(DeviceObjects device, ValueDefinition definition) {
    if (definition.isNone()) {
      return null;
    }
    try {
      return number(device.read(definition.attribute()));
    } catch (AccessError _) {
      return null; // looked at again at the next tick
    }
  }

  /** A number of any type, exactly; null if it is none. */
  static @Nullable BigDecimal number(Data data) {
    return switch (data) {
      case Data.Integer8(int value) -> BigDecimal.valueOf(value);
      case Data.Long16(int value) -> BigDecimal.valueOf(value);
      case Data.DoubleLong(int value) -> BigDecimal.valueOf(value);
      case Data.Long64(long value) -> BigDecimal.valueOf(value);
      case Data.Unsigned8(int value) -> BigDecimal.valueOf(value);
      case Data.LongUnsigned(int value) -> BigDecimal.valueOf(value);
      case Data.DoubleLongUnsigned(long value) -> BigDecimal.valueOf(value);
      case Data.Long64Unsigned(long value) -> new BigDecimal(Long.toUnsignedString(value));
      case Data.Enumerated(int value) -> BigDecimal.valueOf(value);
      case Data.Float32(float value) when Float.isFinite(value) -> BigDecimal.valueOf(value);
      case Data.Float64(double value) when Double.isFinite(value) -> BigDecimal.valueOf(value);
      default -> null;
    };
  }
}
