package org.meterhaus.rest.edge;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import jakarta.json.JsonValue.ValueType;
import jakarta.json.stream.JsonParser;
import jakarta.json.stream.JsonParser.Event;
import jakarta.json.stream.JsonParsingException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dissemination.access.Refusal;
import org.meterhaus.dissemination.access.Refusal.Violation;
import org.meterhaus.dissemination.access.RefusedException;
import org.meterhaus.rest.problems.EdgeRefusal;
import org.meterhaus.rest.problems.EdgeRefusalException;

/**
 * The flat JSON object that a client sent. Strict, so that a misspelt field is noticed by who wrote
 * it: unknown fields and wrong types are collected and refused together by {@link #done}. Absent
 * and {@code null} are the same; whether a value may be absent is for the use case to say.
 *
 * <p>Not thread-safe; one per request.
 */
public final class RequestBody {

  private final Map<String, JsonValue> values;
  private final List<Violation> violations = new ArrayList<>();

  private RequestBody(Map<String, JsonValue> values) {
    this.values = values;
  }

  /**
   * Reads one JSON object.
   *
   * @param fields that are known; any other is a violation
   * @throws EdgeRefusalException if it is not JSON in UTF-8, not an object, or has an object or
   *     array in it
   */
  public static RequestBody read(InputStream in, Set<String> fields) {
    return read(in, fields, Set.of());
  }

  /**
   * The same, where some fields may be lists of plain values.
   *
   * @param lists which of the fields
   */
  public static RequestBody read(InputStream in, Set<String> fields, Set<String> lists) {
    // this decoder reports what is not UTF-8; the one made from a charset would replace it
    var text = new InputStreamReader(in, StandardCharsets.UTF_8.newDecoder());
    try (var parser = Json.createParser(text)) {
      var body = new RequestBody(object(parser, lists));
      body.values.keySet().stream()
          .filter(name -> !fields.contains(name))
          .forEach(name -> body.violations.add(new Violation(name, "unknown")));
      return body;
    } catch (JsonParsingException e) {
      throw malformed(
          "it ends or breaks in line %d, column %d"
              .formatted(e.getLocation().getLineNumber(), e.getLocation().getColumnNumber()));
    } catch (JsonException | NoSuchElementException _) {
      // the parser's own words may repeat the body
      throw malformed("it is not JSON in UTF-8");
    }
  }

  /** A string, or null. */
  public @Nullable String string(String name) {
    return switch (values.get(name)) {
      case null -> null;
      case JsonString text -> text.getString();
      case JsonValue other -> {
        noteType(name, other);
        yield null;
      }
    };
  }

  /** A whole number that fits an {@code int}, or null. */
  public @Nullable Integer integer(String name) {
    return switch (values.get(name)) {
      case null -> null;
      case JsonNumber number -> exact(name, number.bigDecimalValue());
      case JsonValue other -> {
        noteType(name, other);
        yield null;
      }
    };
  }

  /** Whole numbers that fit an {@code int}, or null. */
  public @Nullable List<Integer> integers(String name) {
    return switch (values.get(name)) {
      case null -> null;
      case JsonArray array -> {
        var numbers = new ArrayList<Integer>(array.size());
        for (JsonValue each : array) {
          Integer number =
              each instanceof JsonNumber plain ? exact(name, plain.bigDecimalValue()) : null;
          if (number == null) {
            violations.add(new Violation(name, "wrong-type"));
            yield null;
          }
          numbers.add(number);
        }
        yield numbers;
      }
      case JsonValue other -> {
        noteType(name, other);
        yield null;
      }
    };
  }

  /** A truth value, or null. */
  public @Nullable Boolean truth(String name) {
    JsonValue value = values.get(name);
    if (value == null) {
      return null;
    }
    return switch (value.getValueType()) {
      case TRUE -> true;
      case FALSE -> false;
      case STRING, NUMBER, NULL, ARRAY, OBJECT -> {
        noteType(name, value);
        yield null;
      }
    };
  }

  /**
   * To be called when every field was read.
   *
   * @throws RefusedException naming everything that was wrong
   */
  public void done() {
    if (!violations.isEmpty()) {
      throw new RefusedException(new Refusal.Validation(violations));
    }
  }

  /** By events and not as a tree: there is no depth to bound where there is no nesting. */
  private static Map<String, JsonValue> object(JsonParser parser, Set<String> lists) {
    if (parser.next() != Event.START_OBJECT) {
      throw malformed("it has to be an object");
    }
    var values = new LinkedHashMap<String, JsonValue>();
    while (parser.next() == Event.KEY_NAME) {
      String name = parser.getString();
      Event value = parser.next();
      boolean isList = value == Event.START_ARRAY && lists.contains(name);
      if (!isList && (value == Event.START_OBJECT || value == Event.START_ARRAY)) {
        throw malformed("its fields are plain values, without objects or arrays");
      }
      if (values.put(name, isList ? list(parser) : parser.getValue()) != null) {
        throw malformed("a field is there twice");
      }
    }
    if (parser.hasNext()) {
      throw malformed("something follows the object");
    }
    return values;
  }

  private static JsonArray list(JsonParser parser) {
    var list = Json.createArrayBuilder();
    for (Event event = parser.next(); event != Event.END_ARRAY; event = parser.next()) {
      if (event == Event.START_OBJECT || event == Event.START_ARRAY) {
        throw malformed("its lists hold plain values, without objects or arrays");
      }
      list.add(parser.getValue());
    }
    return list.build();
  }

  private @Nullable Integer exact(String name, BigDecimal number) {
    // compared before it is converted: 1e999999999 would be expanded digit by digit
    if (number.abs().compareTo(BigDecimal.valueOf(Integer.MAX_VALUE)) > 0) {
      violations.add(new Violation(name, "out-of-range"));
      return null;
    }
    if (number.stripTrailingZeros().scale() > 0) {
      violations.add(new Violation(name, "not-whole"));
      return null;
    }
    return number.intValueExact();
  }

  private void noteType(String name, JsonValue value) {
    if (value.getValueType() != ValueType.NULL) {
      violations.add(new Violation(name, "wrong-type"));
    }
  }

  private static EdgeRefusalException malformed(String reason) {
    return new EdgeRefusalException(new EdgeRefusal.MalformedBody(reason));
  }
}
