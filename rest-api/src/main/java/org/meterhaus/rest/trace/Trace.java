package org.meterhaus.rest.trace;

import java.util.HexFormat;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Identity of one request through logs, audit and problem documents.
 *
 * @param id 32 hexadecimal digits, not all zero
 * @see "W3C Trace Context, section 3.2"
 */
public record Trace(String id) {

  private static final Pattern TRACEPARENT =
      Pattern.compile("[0-9a-f]{2}-([0-9a-f]{32})-[0-9a-f]{16}-[0-9a-f]{2}(-.*)?");
  private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");
  private static final String NONE = "0".repeat(32);
  private static final int ID_BYTES = 16;

  public Trace {
    if (!ID.matcher(id).matches() || id.equals(NONE)) {
      throw new IllegalArgumentException("id must be 32 hexadecimal digits but was " + id);
    }
  }

  /** The caller's trace, or a fresh one where the header is absent or malformed. */
  public static Trace of(@Nullable String traceparent, Supplier<Trace> otherwise) {
    if (traceparent == null) {
      return otherwise.get();
    }
    var matcher = TRACEPARENT.matcher(traceparent);
    // version ff is forbidden, and an all-zero id means none
    return matcher.matches() && !traceparent.startsWith("ff") && !matcher.group(1).equals(NONE)
        ? new Trace(matcher.group(1))
        : otherwise.get();
  }

  /** One that has not been seen before. */
  public static Trace fresh(RandomGenerator random) {
    byte[] bytes = new byte[ID_BYTES];
    random.nextBytes(bytes);
    bytes[0] |= 1;
    return new Trace(HexFormat.of().formatHex(bytes));
  }
}
