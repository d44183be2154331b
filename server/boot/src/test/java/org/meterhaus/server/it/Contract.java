package org.meterhaus.server.it;

import jakarta.json.JsonArray;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * The OpenAPI document: which routes there are, and whether an answer has the shape that it
 * promises. Reads as much of JSON Schema as the document uses, and stricter: a field that is not
 * described is a mistake.
 */
final class Contract {

  private static final Path DOCUMENT = Path.of("../../docs/api/openapi.yaml");
  private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

  /**
   * @param method in upper case
   * @param path with its templates
   * @param isPublic whether it needs no token
   */
  record Route(String method, String path, boolean isPublic) {
    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  private final Map<?, ?> document;

  private Contract(Map<?, ?> document) {
    this.document = document;
  }

  static Contract read() {
    try {
      return new Contract(
          (Map<?, ?>)
              Objects.requireNonNull(
                  new Load(LoadSettings.builder().build())
                      .loadFromString(Files.readString(DOCUMENT))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<Route> routes() {
    var routes = new ArrayList<Route>();
    map(document, "paths")
        .forEach((path, operations) ->
            ((Map<?, ?>) operations)
                .forEach((method, operation) -> {
                  if (METHODS.contains(method)) {
                    routes.add(
                        new Route(
                            method.toString().toUpperCase(Locale.ROOT),
                            path.toString(),
                            ((Map<?, ?>) operation).containsKey("security")));
                  }
                }));
    return routes;
  }

  /** What is wrong with a successful answer; empty if it is as promised. */
  List<String> mistakes(Route route, int status, @Nullable JsonValue body) {
    var responses =
        map(
            map(map(document, "paths"), route.path()).get(route.method().toLowerCase(Locale.ROOT)),
            "responses");
    if (!(responses.get(Integer.toString(status)) instanceof Map<?, ?> response)) {
      return List.of("status " + status + " is not documented");
    }
    if (!response.containsKey("content")) {
      return body == null ? List.of() : List.of("a body that is not documented");
    }
    if (body == null) {
      return List.of("no body");
    }
    var schema = map(map(map(response, "content"), "application/json"), "schema");
    return new Check().run(schema, body);
  }

  /** The same for a problem document. */
  List<String> problemMistakes(JsonValue body) {
    return new Check().run(map(map(map(document, "components"), "schemas"), "Problem"), body);
  }

  private static Map<?, ?> map(@Nullable Object parent, String key) {
    return (Map<?, ?>)
        Objects.requireNonNull(((Map<?, ?>) Objects.requireNonNull(parent, key)).get(key), key);
  }

  private final class Check {
    private final List<String> mistakes = new ArrayList<>();

    List<String> run(Map<?, ?> schema, JsonValue value) {
      check("$", schema, value);
      return mistakes;
    }

    private void check(String at, Map<?, ?> schema, JsonValue value) {
      if (schema.get("$ref") instanceof String reference) {
        check(at, resolve(reference), value);
        return;
      }
      type(at, schema, value);
      if (schema.get("enum") instanceof List<?> allowed && !allowed.contains(plain(value))) {
        mistakes.add(at + " is " + value + ", not one of " + allowed);
      }
      if (schema.containsKey("const") && !Objects.equals(schema.get("const"), plain(value))) {
        mistakes.add(at + " is " + value + ", not " + schema.get("const"));
      }
      if ("date-time".equals(schema.get("format")) && value instanceof JsonString text) {
        instant(at, text.getString());
      }
      if (value instanceof JsonObject object) {
        fields(at, schema, object);
      }
      if (value instanceof JsonArray array) {
        for (int i = 0; i < array.size(); i++) {
          check(at + "[" + i + "]", map(schema, "items"), array.get(i));
        }
      }
    }

    private void fields(String at, Map<?, ?> schema, JsonObject object) {
      Map<?, ?> properties = map(schema, "properties");
      object.forEach((name, value) -> {
        if (properties.get(name) instanceof Map<?, ?> property) {
          check(at + "." + name, property, value);
        } else {
          mistakes.add(at + "." + name + " is not documented");
        }
      });
      for (Object name : (List<?>) Objects.requireNonNull(schema.get("required"))) {
        if (!object.containsKey(name)) {
          mistakes.add(at + "." + name + " is missing");
        }
      }
    }

    private void type(String at, Map<?, ?> schema, JsonValue value) {
      Object type = schema.get("type");
      List<?> allowed =
          type == null ? List.of() : type instanceof List<?> some ? some : List.of(type);
      if (!allowed.isEmpty() && allowed.stream().noneMatch(one -> isOf(one.toString(), value))) {
        mistakes.add(at + " is " + value + ", not of type " + allowed);
      }
    }

    private void instant(String at, String text) {
      try {
        Instant.parse(text);
        if (!text.endsWith("Z")) {
          mistakes.add(at + " is not in UTC: " + text);
        }
      } catch (DateTimeParseException _) {
        mistakes.add(at + " is no instant: " + text);
      }
    }

    private Map<?, ?> resolve(String reference) {
      Map<?, ?> found = document;
      for (String part : reference.substring(2).split("/", -1)) {
        found = map(found, part);
      }
      return found;
    }

    private static boolean isOf(String type, JsonValue value) {
      return switch (type) {
        case "object" -> value instanceof JsonObject;
        case "array" -> value instanceof JsonArray;
        case "string" -> value instanceof JsonString;
        case "integer" -> value instanceof JsonNumber number && number.isIntegral();
        case "number" -> value instanceof JsonNumber;
        case "boolean" -> value.equals(JsonValue.TRUE) || value.equals(JsonValue.FALSE);
        case "null" -> value.equals(JsonValue.NULL);
        default -> throw new IllegalStateException("the document has an odd type: " + type);
      };
    }

    private static @Nullable Object plain(JsonValue value) {
      return switch (value.getValueType()) {
        case STRING -> ((JsonString) value).getString();
        case NUMBER -> ((JsonNumber) value).bigDecimalValue();
        case TRUE -> true;
        case FALSE -> false;
        case NULL -> null;
        case ARRAY, OBJECT -> value;
      };
    }
  }
}
