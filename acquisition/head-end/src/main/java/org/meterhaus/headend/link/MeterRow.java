package org.meterhaus.headend.link;

import java.time.Instant;
import java.util.Optional;
import org.meterhaus.dlms.MeterException.Malformed;

/**
 * How a sink last met one of its meters; times are the sink's.
 *
 * @param since when the state began
 * @param lastContact when the meter last answered
 * @param reason why it is offline; empty otherwise
 */
public record MeterRow(
    String meter, State state, Instant since, Optional<Instant> lastContact, String reason) {

  /** Whether the meter answers the sink. */
  public enum State {
    /** Not tried yet. */
    UNKNOWN,
    ONLINE,
    OFFLINE;

    static State of(long code) throws Malformed {
      if (code < 0 || code >= values().length) {
        throw new Malformed("the state of a meter must be 0..2 but was " + code);
      }
      return values()[(int) code];
    }
  }
}
