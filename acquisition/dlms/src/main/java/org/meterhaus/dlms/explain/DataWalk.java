package org.meterhaus.dlms.explain;

import java.math.BigInteger;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.data.DataLimits;
import org.meterhaus.dlms.data.Tag;

/** Takes COSEM values in A-XDR apart (IEC 62056-5-3, Data). One a walk. */
final class DataWalk {

  /** A type inside a compact-array; {@code facts} is how it is told. */
  private record Type(String name, int count, List<Type> parts, Facts facts) {}

  private final Walk in;
  private final DataLimits limits = DataLimits.DEFAULT;
  private int elementsLeft;

  DataWalk(Walk in) {
    this.in = in;
    this.elementsLeft = limits.elementsIn(in.octets().size());
  }

  Facts value(String name) throws Malformed {
    return value(name, 0);
  }

  private Facts value(String name, int depth) throws Malformed {
    return in.part(
        name,
        () -> {
          String type = type(in.u8("type", Tag::name));
          return contents(type, depth);
        });
  }

  private String type(int tag) throws Malformed {
    String name = Tag.name(tag);
    if (name.equals("?")) {
      throw new Malformed("unknown data type " + tag, in.position() - 1);
    }
    return name;
  }

  private Facts contents(String type, int depth) throws Malformed {
    return switch (type) {
      case "array", "structure" -> {
        enter(depth);
        int count = in.count(1);
        spend(count);
        List<Object> elements = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
          elements.add(value("element " + (i + 1), depth + 1).asMap());
        }
        yield typed(type).put("elements", elements);
      }
      case "compact-array" -> compactArray(depth);
      default -> simple(type);
    };
  }

  private static Facts typed(String type) {
    return Facts.of("type", type);
  }

  private Facts simple(String type) throws Malformed {
    return switch (type) {
      case "null-data", "dont-care" -> typed(type);
      case "boolean" ->
          typed(type).put("value", in.u8("value", value -> value == 0 ? "false" : "true") != 0);
      case "bit-string" -> typed(type).put("bits", bits());
      case "octet-string" -> typed(type).put("hex", octetString().toString());
      case "visible-string" -> typed(type).put("value", text());
      case "utf8-string" -> typed(type).put("value", utf8());
      case "bcd" -> typed(type).put("hex", in.take("value", 1).toString());
      case "integer", "delta-integer" -> number(type, in.signed("value", 1));
      case "long", "delta-long" -> number(type, in.signed("value", 2));
      case "double-long", "delta-double-long" -> number(type, in.signed("value", 4));
      case "long64" -> number(type, in.signed("value", 8));
      case "unsigned", "delta-unsigned", "enum" -> number(type, in.unsigned("value", 1));
      case "long-unsigned", "delta-long-unsigned" -> number(type, in.unsigned("value", 2));
      case "double-long-unsigned", "delta-double-long-unsigned" ->
          number(type, in.unsigned("value", 4));
      case "long64-unsigned" ->
          typed(type).put("value", new BigInteger(Long.toUnsignedString(in.unsigned("value", 8))));
      case "float32" -> {
        Bytes octets = in.ahead(4);
        float value = octets.buffer().getFloat();
        in.known("value", 4, Float.toString(value));
        yield typed(type).put("value", (double) value).put("hex", octets.toString());
      }
      case "float64" -> {
        Bytes octets = in.ahead(8);
        double value = octets.buffer().getDouble();
        in.known("value", 8, Double.toString(value));
        yield typed(type).put("value", value).put("hex", octets.toString());
      }
      case "date-time" -> {
        Bytes octets = in.ahead(DateTimes.OCTETS);
        in.known("value", DateTimes.OCTETS, DateTimes.text(octets));
        yield typed(type).put("hex", octets.toString()).put("fields", DateTimes.fields(octets));
      }
      case "date" -> typed(type).put("hex", in.take("value", 5).toString());
      case "time" -> typed(type).put("hex", in.take("value", 4).toString());
      default -> throw in.malformed("a value of type " + type + " does not stand here");
    };
  }

  private static Facts number(String type, long value) {
    return typed(type).put("value", value);
  }

  private Bytes octetString() throws Malformed {
    int length = in.length("length");
    Bytes octets = in.ahead(length);
    if (length == 0) {
      return octets;
    }
    String reading = Texts.reading(octets);
    if (reading.isEmpty()) {
      return in.take("octets", length);
    }
    in.known("octets", length, octets + " = " + reading);
    return octets;
  }

  private String text() throws Malformed {
    int length = in.length("length");
    String text = new String(in.ahead(length).toArray(), StandardCharsets.ISO_8859_1);
    if (length > 0) {
      in.known("text", length, Texts.quoted(text));
    }
    return text;
  }

  private String utf8() throws Malformed {
    int length = in.length("length");
    try {
      String text =
          StandardCharsets.UTF_8.newDecoder().decode(in.ahead(length).buffer()).toString();
      if (length > 0) {
        in.known("text", length, Texts.quoted(text));
      }
      return text;
    } catch (CharacterCodingException _) {
      throw in.malformed("utf8-string is not UTF-8");
    }
  }

  private String bits() throws Malformed {
    int bits = in.length("length in bits");
    int size = (int) ((bits + 7L) / 8);
    Bytes octets = in.ahead(size);
    int unused = size * 8 - bits;
    if (unused > 0 && (octets.at(size - 1) & (1 << unused) - 1) != 0) {
      throw in.malformed("unused bits of a bit-string are not 0");
    }
    StringBuilder text = new StringBuilder(bits);
    for (int i = 0; i < bits; i++) {
      text.append(((octets.at(i / 8) >> (7 - i % 8)) & 1) == 1 ? '1' : '0');
    }
    if (size > 0) {
      in.known("bits", size, text.toString());
    }
    return text.toString();
  }

  private Facts compactArray(int depth) throws Malformed {
    enter(depth);
    Type type = in.part("type description", () -> description(depth + 1));
    int length = in.length("length");
    String hex = in.ahead(length).toString();
    List<Object> elements =
        in.part(
            "contents",
            length,
            () -> {
              List<Object> all = new ArrayList<>();
              while (in.hasMore()) {
                int before = in.position();
                spend(1);
                all.add(compact("element " + (all.size() + 1), type).asMap());
                if (in.position() == before) {
                  throw in.malformed("compact-array of a type that takes no octets");
                }
              }
              return all;
            });
    return typed("compact-array")
        .put("typeDescription", type.facts())
        .put("contentsHex", hex)
        .put("elements", elements);
  }

  private Type description(int depth) throws Malformed {
    enter(depth);
    String name = type(in.u8("type", Tag::name));
    return switch (name) {
      case "array" -> {
        int count = in.u16("count");
        Type element = description(depth + 1);
        yield new Type(
            name,
            count,
            List.of(element),
            typed(name).put("count", count).put("of", element.facts()));
      }
      case "structure" -> {
        int count = in.count(1);
        List<Type> types = new ArrayList<>();
        List<Object> told = new ArrayList<>();
        for (int i = 0; i < count; i++) {
          Type each = description(depth + 1);
          types.add(each);
          told.add(each.facts().asMap());
        }
        yield new Type(name, count, types, typed(name).put("of", told));
      }
      case "compact-array" -> throw in.malformed("a compact-array in a type description");
      default -> new Type(name, 1, List.of(), typed(name));
    };
  }

  private Facts compact(String name, Type type) throws Malformed {
    return switch (type.name()) {
      case "array", "structure" ->
          in.part(
              name,
              () -> {
                spend(type.count());
                List<Object> elements = new ArrayList<>();
                for (int i = 0; i < type.count(); i++) {
                  Type each = type.parts().get(type.name().equals("array") ? 0 : i);
                  elements.add(compact("element " + (i + 1), each).asMap());
                }
                return typed(type.name()).put("elements", elements);
              });
      default -> in.part(name + " " + type.name(), () -> simple(type.name()));
    };
  }

  private void enter(int depth) throws Malformed {
    if (depth >= limits.maxDepth()) {
      throw in.malformed("nested deeper than " + limits.maxDepth());
    }
  }

  private void spend(int elements) throws Malformed {
    elementsLeft -= elements;
    if (elementsLeft < 0) {
      throw in.malformed("more than %d elements".formatted(limits.elementsIn(in.octets().size())));
    }
  }
}
