package org.meterhaus.dlms.classes;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.cosem.CosemTime;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.data.Tag;

/**
 * What the standard says of a value: its type, and the range of what is in it. Written and printed
 * in one notation, see {@link Notation}.
 */
public sealed interface ValueType {

  /** No bound. */
  long UNBOUNDED_BELOW = Long.MIN_VALUE;

  /** No bound. */
  long UNBOUNDED_ABOVE = Long.MAX_VALUE;

  /** Whatever there is: CHOICE of many types, or as another object defines it. */
  record Any() implements ValueType {
    @Override
    public String toString() {
      return "any";
    }
  }

  /**
   * A type without parts.
   *
   * @param tag as in {@link Data#tag()}
   * @param min least value of a number, least length of a string (octets, characters or bits)
   * @param max greatest value or length, not less than {@code min}
   */
  record Simple(int tag, long min, long max) implements ValueType {
    public Simple {
      if (min > max) {
        throw new IllegalArgumentException("not a range: " + min + ".." + max);
      }
    }

    @Override
    public String toString() {
      return Tag.name(tag) + range(min, max);
    }
  }

  /**
   * enum with the meaning of each value; others are not allowed.
   *
   * @param names by value, 0..255
   */
  record Enumeration(SortedMap<Integer, String> names) implements ValueType {
    public Enumeration {
      names = java.util.Collections.unmodifiableSortedMap(new TreeMap<>(names));
    }

    @Override
    public String toString() {
      return names.entrySet().stream()
          .map(each -> each.getKey() + " " + each.getValue())
          .collect(Collectors.joining(", ", "enum{", "}"));
    }
  }

  /** array, or compact-array of the same. */
  record ArrayOf(ValueType element, long min, long max) implements ValueType {
    @Override
    public String toString() {
      return "array" + range(min, max) + " " + element;
    }
  }

  /**
   * A part of a structure.
   *
   * @param otherwise the number it is if nobody says, null = the plainest value of its type
   */
  record Field(String name, ValueType type, @Nullable Long otherwise) {}

  /** structure. */
  record StructureOf(List<Field> fields) implements ValueType {
    public StructureOf {
      fields = List.copyOf(fields);
    }

    @Override
    public String toString() {
      return fields.stream()
          .map(each -> each.name() + " " + each.type())
          .collect(Collectors.joining(", ", "structure{", "}"));
    }
  }

  /** One of several types. */
  record Choice(List<ValueType> types) implements ValueType {
    public Choice {
      types = List.copyOf(types);
    }

    @Override
    public String toString() {
      return types.stream().map(ValueType::toString).collect(Collectors.joining(" | "));
    }
  }

  /** A type by the name the standard gives it. */
  record Named(String name, ValueType type) implements ValueType {
    @Override
    public String toString() {
      return name;
    }
  }

  /** The type itself, if it has a name. */
  default ValueType plain() {
    return this instanceof Named(String _, ValueType type) ? type.plain() : this;
  }

  /**
   * Does nothing if the value is of this type.
   *
   * @throws Malformed if not; the reason tells where in it
   */
  default void check(Data value) throws Malformed {
    switch (this) {
      case Any _ -> {}
      case Named(String name, ValueType type) -> {
        type.check(value);
        if (name.equals("time")) {
          CosemTime.from(value); // octets alone do not make a time of day
        }
      }
      case Simple simple -> checkSimple(simple, value);
      case Enumeration(SortedMap<Integer, String> names) -> {
        if (!(value instanceof Data.Enumerated(int code)) || !names.containsKey(code)) {
          throw mismatch(value);
        }
      }
      case ArrayOf(ValueType element, long min, long max) -> checkArray(element, min, max, value);
      case StructureOf(List<Field> fields) -> checkStructure(fields, value);
      case Choice(List<ValueType> types) -> {
        if (types.stream().noneMatch(type -> type.fits(value))) {
          throw mismatch(value);
        }
      }
    }
  }

  /** Whether the value is of this type. */
  default boolean fits(Data value) {
    try {
      check(value);
      return true;
    } catch (Malformed _) {
      return false;
    }
  }

  private void checkSimple(Simple simple, Data value) throws Malformed {
    if (value.tag() != simple.tag()) {
      throw mismatch(value);
    }
    if (simple.min() == UNBOUNDED_BELOW && simple.max() == UNBOUNDED_ABOVE) {
      return;
    }
    long measure =
        switch (value) {
          case Data.OctetString octets -> octets.value().size();
          case Data.VisibleString text -> text.value().length();
          case Data.Utf8String text -> text.value().length();
          case Data.BitString bits -> bits.bits();
          default -> value.asLong();
        };
    if (measure < simple.min() || measure > simple.max()) {
      throw new Malformed("expected " + simple + " but was " + measure);
    }
  }

  private void checkArray(ValueType element, long min, long max, Data value) throws Malformed {
    if (!(value instanceof Data.Array || value instanceof Data.CompactArray)) {
      throw mismatch(value);
    }
    List<Data> elements = value.asList();
    if (elements.size() < min || elements.size() > max) {
      throw new Malformed("expected " + this + " but there were " + elements.size());
    }
    for (Data each : elements) {
      element.check(each);
    }
  }

  private void checkStructure(List<Field> fields, Data value) throws Malformed {
    if (!(value instanceof Data.Structure(List<Data> elements))
        || elements.size() != fields.size()) {
      throw mismatch(value);
    }
    for (int i = 0; i < fields.size(); i++) {
      try {
        fields.get(i).type().check(elements.get(i));
      } catch (Malformed e) {
        throw new Malformed(fields.get(i).name() + ": " + e.getMessage());
      }
    }
  }

  private Malformed mismatch(Data value) {
    return new Malformed("expected " + this + " but was " + value.typeName());
  }

  private static String range(long min, long max) {
    boolean none = max == UNBOUNDED_ABOVE && (min == UNBOUNDED_BELOW || min == 0);
    if (none) {
      return "";
    }
    return "(" + (min == max ? Long.toString(min) : min + ".." + max) + ")";
  }
}
