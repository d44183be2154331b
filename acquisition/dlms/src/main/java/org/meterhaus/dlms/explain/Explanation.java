package org.meterhaus.dlms.explain;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;

/**
 * Octets and what they mean.
 *
 * @param octets all of them
 * @param parts of all octets, in order and without gaps
 * @param value the same as plain values: maps, lists, texts, numbers, booleans and nulls
 */
public record Explanation(Bytes octets, List<Part> parts, Map<String, @Nullable Object> value) {

  public Explanation {
    parts = List.copyOf(parts);
  }
}
