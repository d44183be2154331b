package org.meterhaus.dlms.explain;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Named values in the order of their being found. Not thread-safe. */
final class Facts {
  private final Map<String, @Nullable Object> values = new LinkedHashMap<>();

  static Facts of(String name, @Nullable Object value) {
    return new Facts().put(name, value);
  }

  Facts put(String name, @Nullable Object value) {
    values.put(name, value instanceof Facts facts ? facts.values : value);
    return this;
  }

  Facts putAll(Facts more) {
    values.putAll(more.values);
    return this;
  }

  @Nullable Object get(String name) {
    return values.get(name);
  }

  Map<String, @Nullable Object> asMap() {
    return values;
  }
}
