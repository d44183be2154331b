package org.meterhaus.dlms.decode;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.explain.Explanation;

/**
 * What was found inside octets that were explained: an APDU that several frames carry, or the
 * plaintext of a protected one.
 *
 * @param title what it is, for people
 * @param explanation of its octets; null if they could not be had or are no message
 * @param tagVerified whether its tag was found right, null if that cannot be said
 * @param problem why it could not be opened or explained, null if it could
 * @param inside what was found inside it
 */
public record Inside(
    String title,
    @Nullable Explanation explanation,
    @Nullable Boolean tagVerified,
    @Nullable String problem,
    List<Inside> inside) {

  public Inside {
    inside = List.copyOf(inside);
  }
}
