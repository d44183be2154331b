package org.meterhaus.dlms.classes;

import java.util.ArrayList;
import java.util.List;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.data.Tag;

/**
 * Values of one version of a class as another version has them. Classes grow by parts at the end of
 * their structures and by wider numbers, so the shape of a value tells which version it is of.
 * Stateless.
 */
public final class OtherVersions {

  private OtherVersions() {}

  /**
   * A value of an earlier version as a later one has it: what is missing at the end of a structure
   * is as plain as can be, a number that became a structure is its first part.
   *
   * @param later the attribute's type in the later version
   * @return the value itself if it fits already, or is of another shape altogether
   */
  public static Data later(Data value, ValueType later) {
    return switch (later.plain()) {
      case ValueType.ArrayOf(ValueType element, long _, long _)
          when value instanceof Data.Array(List<Data> elements) ->
          new Data.Array(elements.stream().map(each -> later(each, element)).toList());
      case ValueType.StructureOf(List<ValueType.Field> fields)
          when value instanceof Data.Structure(List<Data> parts)
              && parts.size() <= fields.size() -> {
        List<Data> all = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
          ValueType type = fields.get(i).type();
          all.add(i < parts.size() ? later(parts.get(i), type) : InitialValues.of(fields.get(i)));
        }
        yield new Data.Structure(all);
      }
      case ValueType.StructureOf(List<ValueType.Field> fields) when isInteger(value) -> {
        List<Data> all = new ArrayList<>();
        for (ValueType.Field field : fields) {
          all.add(all.isEmpty() ? later(value, field.type()) : InitialValues.of(field));
        }
        yield new Data.Structure(all);
      }
      case ValueType.Simple simple -> sized(value, simple);
      default -> value;
    };
  }

  /**
   * A value of a later version as an earlier one has it: what it has no word for is left out.
   *
   * @param earlier the attribute's type in the earlier version
   * @return the value itself if it cannot be said there
   */
  public static Data earlier(Data value, ValueType earlier) {
    return switch (earlier.plain()) {
      case ValueType.ArrayOf(ValueType element, long _, long _)
          when value instanceof Data.Array(List<Data> elements) ->
          new Data.Array(elements.stream().map(each -> earlier(each, element)).toList());
      case ValueType.StructureOf(List<ValueType.Field> fields)
          when value instanceof Data.Structure(List<Data> parts)
              && parts.size() >= fields.size() -> {
        List<Data> kept = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
          kept.add(earlier(parts.get(i), fields.get(i).type()));
        }
        yield new Data.Structure(kept);
      }
      case ValueType.Simple simple
          when value instanceof Data.Structure(List<Data> parts) && !parts.isEmpty() ->
          sized(parts.getFirst(), simple);
      case ValueType.Simple simple -> sized(value, simple);
      default -> value;
    };
  }

  /** An integer as one of another size, if that has room for it. */
  private static Data sized(Data value, ValueType.Simple type) {
    if (!isInteger(value) || !isInteger(InitialValues.of(type))) {
      return value;
    }
    try {
      return TypedValues.integer(value.asLong(), type.tag());
    } catch (Malformed | IllegalArgumentException | ArithmeticException _) {
      return value; // who checks the type finds out
    }
  }

  private static boolean isInteger(Data value) {
    return switch (Tag.name(value.tag())) {
      case "integer",
          "long",
          "double-long",
          "long64",
          "unsigned",
          "long-unsigned",
          "double-long-unsigned",
          "long64-unsigned" ->
          true;
      default -> false;
    };
  }
}
