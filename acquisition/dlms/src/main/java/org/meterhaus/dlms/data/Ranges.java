package org.meterhaus.dlms.data;

import java.util.List;
import org.meterhaus.dlms.Bytes;

/** What the records of {@link Data} demand of their components. */
final class Ranges {

  private Ranges() {}

  static void require(long value, long min, long max, String type) {
    if (value < min || value > max) {
      throw new IllegalArgumentException(
          type + " must be " + min + ".." + max + " but was " + value);
    }
  }

  static void requireSize(Bytes octets, int size, String type) {
    if (octets.size() != size) {
      throw new IllegalArgumentException(
          type + " must have " + size + " octets but had " + octets.size());
    }
  }

  static boolean fits(Data value, TypeDescription type) {
    return switch (type) {
      case TypeDescription.Simple(int tag) -> value.tag() == tag;
      case TypeDescription.ArrayOf(int count, TypeDescription element) ->
          value instanceof Data.Array(List<Data> elements)
              && elements.size() == count
              && elements.stream().allMatch(each -> fits(each, element));
      case TypeDescription.StructureOf(List<TypeDescription> types) -> {
        if (!(value instanceof Data.Structure(List<Data> elements))
            || elements.size() != types.size()) {
          yield false;
        }
        for (int i = 0; i < types.size(); i++) {
          if (!fits(elements.get(i), types.get(i))) {
            yield false;
          }
        }
        yield true;
      }
    };
  }

  static boolean isLatin1(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > 0xFF) {
        return false;
      }
    }
    return true;
  }

  /** Half of a pair without the other: it has no form in UTF-8. */
  static boolean hasLoneSurrogate(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        if (i + 1 == text.length()
            || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
          return true;
        }
        i++;
      }
    }
    return false;
  }
}
