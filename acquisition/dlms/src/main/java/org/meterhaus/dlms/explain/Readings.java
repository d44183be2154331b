package org.meterhaus.dlms.explain;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;

/**
 * Finds in the body of a push which value belongs to which name. Meters know three ways: their push
 * list comes first and tells what follows; each value stands in a structure with its name; or name
 * and value take turns. Values without a name that came with them are left out.
 */
public final class Readings {

  private static final int NAME_OCTETS = 6;
  private static final int CURRENT = 0xFF;
  private static final List<String> NUMBERS =
      List.of(
          "integer",
          "long",
          "double-long",
          "long64",
          "unsigned",
          "long-unsigned",
          "double-long-unsigned",
          "long64-unsigned",
          "float32",
          "float64");

  private Readings() {}

  /**
   * The readings of a body.
   *
   * @param body as {@link Explanation#value} has it
   * @return each with its {@code obis}, {@code type} and {@code raw} value; {@code classId} and
   *     {@code attribute} if the push list came with it; {@code scaler}, {@code unit}, {@code
   *     unitName} and {@code scaled} if those did
   */
  public static List<Map<String, @Nullable Object>> of(@Nullable Object body) {
    List<?> elements = elements(body);
    List<Map<String, @Nullable Object>> readings = new ArrayList<>();
    List<?> listed = elements.isEmpty() ? List.of() : elements(elements.getFirst());
    if (isPushList(listed)) {
      byList(listed, elements, readings);
    } else {
      named(elements, readings);
    }
    return readings;
  }

  private static boolean isPushList(List<?> listed) {
    for (Object entry : listed) {
      List<?> fields = elements(entry);
      if (fields.size() < 4
          || !(number(fields.get(0)) instanceof Long)
          || !isName(fields.get(1))
          || !(number(fields.get(2)) instanceof Long)) {
        return false;
      }
    }
    return !listed.isEmpty();
  }

  /** The list is a value of its own, which its first entry names unless the maker left it out. */
  private static void byList(
      List<?> listed, List<?> elements, List<Map<String, @Nullable Object>> readings) {
    int before = listed.size() < elements.size() ? 0 : 1;
    for (int i = before; i < listed.size() && i + 1 - before < elements.size(); i++) {
      List<?> fields = elements(listed.get(i));
      Facts facts =
          Facts.of("obis", obis(fields.get(1)))
              .put("classId", number(fields.get(0)))
              .put("attribute", number(fields.get(2)));
      readings.add(value(facts, elements.get(i + 1 - before)).asMap());
    }
  }

  private static void named(List<?> elements, List<Map<String, @Nullable Object>> readings) {
    int i = 0;
    while (i < elements.size()) {
      List<?> fields = elements(elements.get(i));
      if (fields.size() >= 2 && isName(fields.getFirst())) {
        readings.add(reading(fields, 0).asMap());
        i++;
      } else if (isCurrentName(elements.get(i)) && i + 1 < elements.size()) {
        readings.add(reading(elements, i).asMap());
        i += hasScaler(elements, i) ? 3 : 2;
      } else {
        i++;
      }
    }
  }

  /** Name, value, and maybe scaler and unit, one after the other. */
  private static Facts reading(List<?> fields, int at) {
    Facts facts = value(Facts.of("obis", obis(fields.get(at))), fields.get(at + 1));
    if (hasScaler(fields, at)) {
      List<?> pair = elements(fields.get(at + 2));
      long scaler = (Long) number(pair.get(0));
      long unit = (Long) number(pair.get(1));
      facts.put("scaler", scaler).put("unit", unit).put("unitName", Units.name((int) unit));
      facts.put("scaled", scaled(facts.get("raw"), (int) scaler));
    }
    return facts;
  }

  private static boolean hasScaler(List<?> fields, int at) {
    List<?> pair = at + 2 < fields.size() ? elements(fields.get(at + 2)) : List.of();
    return pair.size() == 2
        && "integer".equals(member(pair.get(0), "type"))
        && "enum".equals(member(pair.get(1), "type"))
        && member(fields.get(at + 1), "value") instanceof Number;
  }

  private static @Nullable Object scaled(@Nullable Object raw, int scaler) {
    return switch (raw) {
      case Long number -> BigDecimal.valueOf(number).scaleByPowerOfTen(scaler).toPlainString();
      case BigInteger number -> new BigDecimal(number).scaleByPowerOfTen(scaler).toPlainString();
      case Double number when Double.isFinite(number) ->
          new BigDecimal(number.toString()).scaleByPowerOfTen(scaler).toPlainString();
      case null, default -> null;
    };
  }

  private static Facts value(Facts facts, @Nullable Object value) {
    Object type = member(value, "type");
    Object hex = member(value, "hex");
    facts.put("type", type);
    if (value instanceof Map<?, ?> map && map.containsKey("value")) {
      return facts.put("raw", map.get("value"));
    }
    if ("octet-string".equals(type) && hex instanceof String text) {
      return facts.put("raw", octets(Bytes.ofHex(text)));
    }
    Facts raw = new Facts();
    if (value instanceof Map<?, ?> map) {
      map.forEach((name, member) -> raw.put(String.valueOf(name), member));
    }
    return facts.put("raw", "null-data".equals(type) ? null : raw);
  }

  private static Facts octets(Bytes octets) {
    Facts raw = Facts.of("hex", octets.toString());
    if (DateTimes.isLikely(octets)) {
      return raw.put("dateTime", DateTimes.fields(octets));
    }
    return Texts.isPrintable(octets) ? raw.put("ascii", Texts.ascii(octets)) : raw;
  }

  private static boolean isName(@Nullable Object value) {
    return "octet-string".equals(member(value, "type"))
        && member(value, "hex") instanceof String hex
        && hex.length() == 2 * NAME_OCTETS;
  }

  /** A name that no value is likely to look like. */
  private static boolean isCurrentName(@Nullable Object value) {
    return isName(value) && octetsOf(value).at(NAME_OCTETS - 1) == CURRENT;
  }

  private static String obis(@Nullable Object value) {
    return Texts.obis(octetsOf(value));
  }

  private static Bytes octetsOf(@Nullable Object value) {
    return Bytes.ofHex(String.valueOf(member(value, "hex")));
  }

  private static Object number(@Nullable Object value) {
    Object type = member(value, "type");
    Object number = member(value, "value");
    boolean whole = NUMBERS.contains(type) || "enum".equals(type);
    return whole && number instanceof Long ? number : "";
  }

  private static @Nullable Object member(@Nullable Object value, String name) {
    return value instanceof Map<?, ?> map ? map.get(name) : null;
  }

  private static List<?> elements(@Nullable Object value) {
    return member(value, "elements") instanceof List<?> list ? list : List.of();
  }
}
