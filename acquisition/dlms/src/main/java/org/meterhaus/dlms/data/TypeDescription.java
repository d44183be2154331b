package org.meterhaus.dlms.data;

import java.util.List;

/** The type that all elements of a compact-array share (IEC 62056-5-3, TypeDescription). */
public sealed interface TypeDescription {

  /**
   * A type without parts.
   *
   * @param tag as in {@link Data#tag()}
   */
  record Simple(int tag) implements TypeDescription {
    public Simple {
      if (!Tag.isSimple(tag)) {
        throw new IllegalArgumentException("not the tag of a simple type: " + tag);
      }
    }
  }

  /**
   * An array of fixed length.
   *
   * @param count 0..65535
   */
  record ArrayOf(int count, TypeDescription element) implements TypeDescription {
    public ArrayOf {
      if (count < 0 || count > 65_535) {
        throw new IllegalArgumentException("count must be 0..65535 but was " + count);
      }
    }
  }

  record StructureOf(List<TypeDescription> elements) implements TypeDescription {
    public StructureOf {
      elements = List.copyOf(elements);
    }
  }
}
