package org.meterhaus.dlms.explain;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;

/** Rows of an object_list: class, version, logical name, access rights (class 15, attribute 2). */
final class ObjectRows {

  private ObjectRows() {}

  static List<List<?>> of(@Nullable Object list) throws Malformed {
    List<List<?>> rows = new ArrayList<>();
    for (Object row : elements(list)) {
      List<?> cells = elements(row);
      if (cells.size() != 4) {
        throw new Malformed("an object has 4 elements, not " + cells.size());
      }
      rows.add(cells);
    }
    return rows;
  }

  static Facts object(List<?> cells) throws Malformed {
    Object name = part(cells.get(2), "hex");
    if (!(name instanceof String hex) || hex.length() != 12) {
      throw new Malformed("a logical name has 6 octets");
    }
    return Facts.of("classId", part(cells.get(0), "value"))
        .put("version", part(cells.get(1), "value"))
        .put("logicalName", Texts.dotted(Bytes.ofHex(hex)));
  }

  private static List<?> elements(@Nullable Object value) throws Malformed {
    if (part(value, "elements") instanceof List<?> elements) {
      return elements;
    }
    throw new Malformed("an array or structure is wanted");
  }

  private static @Nullable Object part(@Nullable Object value, String name) {
    return value instanceof Map<?, ?> map ? map.get(name) : null;
  }
}
