package org.meterhaus.dlms.classes;

import java.util.ArrayList;
import java.util.List;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.cosem.CosemDate;
import org.meterhaus.dlms.cosem.CosemDateTime;
import org.meterhaus.dlms.cosem.CosemTime;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.data.Tag;

/** The plainest value of each type: what an attribute holds before anybody has set it. */
public final class InitialValues {

  /** A date-time of which nothing is specified: never, in attributes that say when. */
  public static final CosemDateTime NEVER =
      new CosemDateTime(
          CosemDateTime.NO_YEAR,
          CosemDateTime.NOT_SPECIFIED,
          CosemDateTime.NOT_SPECIFIED,
          CosemDateTime.NOT_SPECIFIED,
          CosemDateTime.NOT_SPECIFIED,
          CosemDateTime.NOT_SPECIFIED,
          CosemDateTime.NOT_SPECIFIED,
          CosemDateTime.NOT_SPECIFIED,
          CosemDateTime.NO_DEVIATION,
          CosemDateTime.NOT_SPECIFIED);

  private static final CosemTime MIDNIGHT = new CosemTime(0, 0, 0, 0);

  private InitialValues() {}

  /** Zero or the number nearest to it, an empty array, the shortest string; null-data for any. */
  public static Data of(ValueType type) {
    return switch (type) {
      case ValueType.Any _ -> new Data.NullData();
      case ValueType.Named(String name, ValueType _) when name.equals("date_time") ->
          NEVER.toData();
      case ValueType.Named(String name, ValueType _) when name.equals("date") ->
          CosemDate.ANY.toData();
      case ValueType.Named(String name, ValueType _) when name.equals("time") -> MIDNIGHT.toData();
      case ValueType.Named(String _, ValueType plain) -> of(plain);
      case ValueType.Enumeration(var names) -> new Data.Enumerated(names.firstKey());
      case ValueType.ArrayOf(ValueType element, long min, long _) -> {
        List<Data> elements = new ArrayList<>();
        for (long i = 0; i < min; i++) {
          elements.add(of(element));
        }
        yield new Data.Array(elements);
      }
      case ValueType.StructureOf(List<ValueType.Field> fields) ->
          new Data.Structure(fields.stream().map(InitialValues::of).toList());
      case ValueType.Choice(List<ValueType> types) -> of(types.getFirst());
      case ValueType.Simple(int tag, long min, long max) -> simple(tag, min, max);
    };
  }

  /** What a part of a structure is if nobody says. */
  static Data of(ValueType.Field field) {
    return field.otherwise() == null
        ? of(field.type())
        : TypedValues.encode(field.otherwise(), field.type());
  }

  /** The zero of the type of a value; a string becomes as many zeros, an array an empty one. */
  public static Data like(Data value) {
    return switch (value) {
      case Data.Array _, Data.CompactArray _ -> new Data.Array(List.of());
      case Data.Structure(List<Data> parts) ->
          new Data.Structure(parts.stream().map(InitialValues::like).toList());
      case Data.OctetString(Bytes octets) ->
          new Data.OctetString(Bytes.copyOf(new byte[octets.size()]));
      case Data.BitString(Bytes octets, int bits) ->
          new Data.BitString(Bytes.copyOf(new byte[octets.size()]), bits);
      case Data.Enumerated _ -> new Data.Enumerated(0);
      default -> simple(value.tag(), ValueType.UNBOUNDED_BELOW, ValueType.UNBOUNDED_ABOVE);
    };
  }

  private static Data simple(int tag, long min, long max) {
    int length = Math.clamp(min, 0, 0xFFFF);
    return switch (Tag.name(tag)) {
      case "null-data" -> new Data.NullData();
      case "boolean" -> new Data.Bool(false);
      case "octet-string" -> new Data.OctetString(Bytes.copyOf(new byte[length]));
      case "bit-string" -> new Data.BitString(Bytes.copyOf(new byte[(length + 7) / 8]), length);
      case "visible-string" -> new Data.VisibleString(" ".repeat(length));
      case "utf8-string" -> new Data.Utf8String(" ".repeat(length));
      case "float32" -> new Data.Float32(0);
      case "float64" -> new Data.Float64(0);
      case "date-time" -> new Data.DateTime(NEVER.octets());
      case "date" -> new Data.Date(CosemDate.ANY.octets());
      case "time" -> new Data.Time(MIDNIGHT.octets());
      case "bcd" -> new Data.Bcd(0);
      default -> TypedValues.integer(Math.clamp(0L, min, max), tag);
    };
  }
}
