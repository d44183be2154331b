package org.meterhaus.dlms.explain;

import java.util.List;

/**
 * Octets that belong together.
 *
 * @param offset of the first, from the start of what was explained
 * @param length how many, 0 or more
 * @param name what they are in the words of the standard
 * @param meaning what they say, empty if the parts inside tell
 * @param parts what they consist of, in order and without gaps; empty if not divided further
 */
public record Part(int offset, int length, String name, String meaning, List<Part> parts) {
  public Part {
    parts = List.copyOf(parts);
  }
}
