package org.meterhaus.dlms.classes;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.cosem.CosemDate;
import org.meterhaus.dlms.cosem.CosemDateTime;
import org.meterhaus.dlms.cosem.CosemTime;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.data.Tag;

/** Values of a type, by chance. */
public final class AnyValue {

  private AnyValue() {}

  /** Of this type, and of this world: dates that there are. */
  public static Data of(ValueType type, RandomGenerator random) {
    return of(type, random, false);
  }

  /** Of this type, but dates may be any octets. */
  public static Data wild(ValueType type, RandomGenerator random) {
    return of(type, random, true);
  }

  private static Data of(ValueType type, RandomGenerator random, boolean wild) {
    return switch (type) {
      case ValueType.Any _ -> new Data.LongUnsigned(random.nextInt(0x1_0000));
      case ValueType.Named(String name, ValueType _) when name.equals("date_time") && !wild ->
          new CosemDateTime(
                  2030,
                  random.nextInt(1, 13),
                  random.nextInt(1, 29),
                  0xFF,
                  random.nextInt(24),
                  random.nextInt(60),
                  random.nextInt(60),
                  0,
                  -60,
                  0)
              .toData();
      case ValueType.Named(String name, ValueType _) when name.equals("date") && !wild ->
          new CosemDate(2026, random.nextInt(1, 13), random.nextInt(1, 29), 0xFF).toData();
      case ValueType.Named(String name, ValueType _) when name.equals("time") ->
          new CosemTime(random.nextInt(24), random.nextInt(60), random.nextInt(60), 0).toData();
      case ValueType.Named(String _, ValueType plain) -> of(plain, random, wild);
      case ValueType.Enumeration(var names) -> {
        List<Integer> codes = new ArrayList<>(names.keySet());
        yield new Data.Enumerated(codes.get(random.nextInt(codes.size())));
      }
      case ValueType.ArrayOf(ValueType element, long min, long max) -> {
        List<Data> elements = new ArrayList<>();
        long count = Math.min(max, min + random.nextInt(3));
        for (long i = 0; i < count; i++) {
          elements.add(of(element, random, wild));
        }
        yield new Data.Array(elements);
      }
      case ValueType.StructureOf(List<ValueType.Field> fields) ->
          new Data.Structure(fields.stream().map(each -> of(each.type(), random, wild)).toList());
      case ValueType.Choice(List<ValueType> types) ->
          of(types.get(random.nextInt(types.size())), random, wild);
      case ValueType.Simple(int tag, long min, long max) -> simple(tag, min, max, random);
    };
  }

  private static Data simple(int tag, long min, long max, RandomGenerator random) {
    long least = Math.max(0, min);
    int size = (int) (max - least > 5 ? least + random.nextInt(5) : max);
    return switch (Tag.name(tag)) {
      case "null-data" -> new Data.NullData();
      case "boolean" -> new Data.Bool(random.nextBoolean());
      case "octet-string" -> new Data.OctetString(octets(size, random));
      case "bit-string" -> {
        byte[] octets = octets((size + 7) / 8, random).toArray();
        if (size % 8 != 0) {
          octets[octets.length - 1] &= (byte) (0xFF << (8 - size % 8));
        }
        yield new Data.BitString(Bytes.copyOf(octets), size);
      }
      case "visible-string" -> new Data.VisibleString(text(size, random));
      case "utf8-string" -> new Data.Utf8String(text(size, random));
      case "date-time" -> new Data.DateTime(octets(12, random));
      case "date" -> new Data.Date(octets(5, random));
      case "float32" -> new Data.Float32(random.nextFloat());
      case "float64" -> new Data.Float64(random.nextDouble());
      default -> {
        long low = Math.max(min, -100);
        long high = Math.min(max, 100);
        yield TypedValues.integer(low > high ? min : between(tag, low, high, random), tag);
      }
    };
  }

  private static long between(int tag, long low, long high, RandomGenerator random) {
    boolean signed =
        switch (Tag.name(tag)) {
          case "integer", "long", "double-long", "long64" -> true;
          default -> false;
        };
    return random.nextLong(signed ? low : Math.max(0, low), high + 1);
  }

  private static Bytes octets(int size, RandomGenerator random) {
    byte[] octets = new byte[size];
    random.nextBytes(octets);
    return Bytes.copyOf(octets);
  }

  private static String text(int size, RandomGenerator random) {
    byte[] letters = new byte[size];
    for (int i = 0; i < size; i++) {
      letters[i] = (byte) ('a' + random.nextInt(26));
    }
    return new String(letters, StandardCharsets.US_ASCII);
  }
}
