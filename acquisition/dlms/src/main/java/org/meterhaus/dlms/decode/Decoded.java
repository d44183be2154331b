package org.meterhaus.dlms.decode;

import java.util.List;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.explain.Explanation;

/**
 * Octets taken apart.
 *
 * @param explanation of every octet that was given
 * @param inside what had to be put together or opened first
 * @param damaged frames that were none, with the octet where that shows
 */
public record Decoded(Explanation explanation, List<Inside> inside, List<Malformed> damaged) {
  public Decoded {
    inside = List.copyOf(inside);
    damaged = List.copyOf(damaged);
  }
}
