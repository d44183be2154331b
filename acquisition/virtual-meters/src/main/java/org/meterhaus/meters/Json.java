package org.meterhaus.meters;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A JSON object that is read strictly: a key that is missing, unknown or of another type is refused
 * with its path, so that a typing error in a file is found where it is.
 */
final class Json {
  private final String path;
  private final JsonNode node;
  private final Set<String> read = new TreeSet<>();

  Json(String path, JsonNode node) {
    this.path = path;
    this.node = node;
    if (!node.isObject()) {
      throw new IllegalArgumentException(path + " must be an object");
    }
  }

  boolean has(String key) {
    read.add(key);
    return node.has(key);
  }

  String text(String key) {
    return get(key, "a text", node -> node.isTextual() && !node.textValue().isBlank()).textValue();
  }

  /** As {@link #text}, but never shown. */
  String secret(String key) {
    read.add(key);
    JsonNode value = node.path(key);
    if (!value.isTextual()) {
      throw new IllegalArgumentException("%s.%s must be a text".formatted(path, key));
    }
    return value.textValue();
  }

  int integer(String key) {
    return get(key, "a whole number", node -> node.isIntegralNumber() && node.canConvertToInt())
        .intValue();
  }

  boolean bool(String key) {
    return get(key, "true or false", JsonNode::isBoolean).booleanValue();
  }

  Json object(String key) {
    return new Json(path + "." + key, get(key, "an object", JsonNode::isObject));
  }

  /** The objects of a list, each turned into a value by {@code parse} and read to its end. */
  <T> List<T> list(String key, Function<Json, T> parse) {
    JsonNode items = get(key, "a list", JsonNode::isArray);
    List<T> all = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      all.add(new Json("%s.%s[%d]".formatted(path, key, i), items.get(i)).as(parse));
    }
    return all;
  }

  /** As {@link #list}, empty if there is none. */
  <T> List<T> listOrEmpty(String key, Function<Json, T> parse) {
    return has(key) ? list(key, parse) : List.of();
  }

  /**
   * Parses all of this object; whatever {@code parse} refuses or leaves is reported with the path.
   */
  <T> T as(Function<Json, T> parse) {
    T value = at(parse);
    for (String key : (Iterable<String>) node::fieldNames) {
      if (!read.contains(key)) {
        throw new IllegalArgumentException(
            "%s has an unknown key '%s' (known: %s)".formatted(path, key, read));
      }
    }
    return value;
  }

  private <T> T at(Function<Json, T> parse) {
    try {
      return parse.apply(this);
    } catch (IllegalArgumentException e) {
      String message = String.valueOf(e.getMessage());
      throw message.startsWith(root()) ? e : new IllegalArgumentException(path + ": " + message, e);
    }
  }

  private String root() {
    int dot = path.indexOf(".json") + ".json".length();
    return path.substring(0, dot);
  }

  private JsonNode get(String key, String what, Predicate<JsonNode> fits) {
    read.add(key);
    JsonNode value = node.path(key);
    if (!fits.test(value)) {
      throw new IllegalArgumentException(
          "%s.%s must be %s but was %s"
              .formatted(path, key, what, value.isMissingNode() ? "absent" : value));
    }
    return value;
  }
}
