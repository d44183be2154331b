package org.meterhaus.sink.collect;

import java.util.ArrayList;
import java.util.List;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.cosem.AttributeRef;
import org.meterhaus.dlms.cosem.InterfaceClass;
import org.meterhaus.dlms.cosem.ObisCode;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.server.AttributeAccess;

/**
 * What a meter says it has: object_list of the current association.
 *
 * @see "IEC 62056-6-2, class_id 15, attribute 2"
 */
public final class ObjectList {
  /** Where it is read. */
  public static final AttributeRef ATTRIBUTE =
      new AttributeRef(InterfaceClass.ASSOCIATION_LN, ObisCode.of(0, 0, 40, 0, 0, 255), 2);

  private ObjectList() {}

  /**
   * One object.
   *
   * @param methods that may be invoked
   */
  public record Entry(
      int classId,
      int version,
      ObisCode name,
      List<AttributeAccess> attributes,
      List<Integer> methods) {
    public Entry {
      attributes = List.copyOf(attributes);
      methods = List.copyOf(methods);
    }
  }

  /** Reads the list. */
  public static List<Entry> parse(Data data) throws Malformed {
    List<Entry> entries = new ArrayList<>();
    for (Data element : data.asList()) {
      List<Data> parts = parts(element, 4, "object_list element");
      List<Data> access = parts(parts.get(3), 2, "access_rights");
      entries.add(
          new Entry(
              unsigned(parts.get(0), 0xFFFF),
              unsigned(parts.get(1), 0xFF),
              name(parts.get(2)),
              attributes(access.get(0)),
              methods(access.get(1))));
    }
    return entries;
  }

  private static List<AttributeAccess> attributes(Data data) throws Malformed {
    List<AttributeAccess> all = new ArrayList<>();
    for (Data element : data.asList()) {
      List<Data> parts = parts(element, 3, "attribute access");
      List<Integer> selectors = new ArrayList<>();
      if (!(parts.get(2) instanceof Data.NullData)) {
        for (Data selector : parts.get(2).asList()) {
          selectors.add(unsigned(selector, 127));
        }
      }
      all.add(new AttributeAccess(signed(parts.get(0)), mode(parts.get(1).asLong()), selectors));
    }
    return all;
  }

  /** Modes 4 to 6 ask for authentication on top, which an HLS association has. */
  private static AttributeAccess.Mode mode(long code) throws Malformed {
    return switch ((int) code) {
      case 0 -> AttributeAccess.Mode.NO_ACCESS;
      case 1, 4 -> AttributeAccess.Mode.READ_ONLY;
      case 2, 5 -> AttributeAccess.Mode.WRITE_ONLY;
      case 3, 6 -> AttributeAccess.Mode.READ_AND_WRITE;
      default -> throw new Malformed("attribute access mode must be 0..6 but was " + code);
    };
  }

  private static List<Integer> methods(Data data) throws Malformed {
    List<Integer> all = new ArrayList<>();
    for (Data element : data.asList()) {
      List<Data> parts = parts(element, 2, "method access");
      // a boolean in version 0 of the association, an enum since
      boolean allowed =
          parts.get(1) instanceof Data.Bool(boolean yes) ? yes : parts.get(1).asLong() != 0;
      if (allowed) {
        all.add(signed(parts.get(0)));
      }
    }
    return all;
  }

  private static ObisCode name(Data data) throws Malformed {
    try {
      return ObisCode.of(data.asOctets());
    } catch (IllegalArgumentException e) {
      throw new Malformed("logical name: " + e.getMessage());
    }
  }

  private static List<Data> parts(Data data, int count, String what) throws Malformed {
    List<Data> parts = data.asList();
    if (parts.size() != count) {
      throw new Malformed(
          "%s must have %d elements but had %d".formatted(what, count, parts.size()));
    }
    return parts;
  }

  private static int unsigned(Data data, int most) throws Malformed {
    long value = data.asLong();
    if (value < 0 || value > most) {
      throw new Malformed("expected 0..%d but was %d".formatted(most, value));
    }
    return (int) value;
  }

  private static int signed(Data data) throws Malformed {
    long value = data.asLong();
    if (value < -128 || value > 127) {
      throw new Malformed("expected -128..127 but was %d".formatted(value));
    }
    return (int) value;
  }
}
