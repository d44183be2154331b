package org.meterhaus.dlms.decode;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.cosem.ObisCode;

/** Plain values, in the order of their being put. */
final class Values {

  private Values() {}

  static Map<String, @Nullable Object> of(String name, @Nullable Object value) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put(name, value);
    return values;
  }

  static Map<String, @Nullable Object> of(
      String first, @Nullable Object value, String second, @Nullable Object other) {
    Map<String, @Nullable Object> values = of(first, value);
    values.put(second, other);
    return values;
  }

  /** Such as 1-0:1.8.0.255. */
  static String obis(Bytes octets) {
    ObisCode code = ObisCode.of(octets);
    return "%d-%d:%d.%d.%d.%d"
        .formatted(code.a(), code.b(), code.c(), code.d(), code.e(), code.f());
  }
}
