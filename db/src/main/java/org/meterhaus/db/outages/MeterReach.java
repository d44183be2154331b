package org.meterhaus.db.outages;

import java.time.Instant;
import java.util.Optional;

/**
 * What a sink says of one of its meters, in our time.
 *
 * @param since when the state began
 * @param answeredAt when the meter last answered the sink; of an online one, some time after this
 * @param gasp the last time that the meter said that its power was going; empty if it never did
 */
public record MeterReach(
    State state, Instant since, Optional<Instant> answeredAt, Optional<Gasp> gasp) {

  /** Of a meter that has not said that its power was going. */
  public MeterReach(State state, Instant since, Optional<Instant> answeredAt) {
    this(state, since, answeredAt, Optional.empty());
  }

  /**
   * What a meter said with its last energy.
   *
   * @param at when the sink heard it
   * @param overAt when the meter said that its power was back, or answered again; empty while
   *     neither has happened
   */
  public record Gasp(Instant at, Optional<Instant> overAt) {}

  /** Whether the sink reaches it. */
  public enum State {
    ONLINE("online"),
    OFFLINE("offline"),
    /** Not tried, or not lately. */
    UNKNOWN("unknown");

    private final String wire;

    State(String wire) {
      this.wire = wire;
    }

    /** The name in the database. */
    public String wire() {
      return wire;
    }

    static State of(String wire) {
      for (State state : values()) {
        if (state.wire.equals(wire)) {
          return state;
        }
      }
      throw new IllegalArgumentException("no state of reach is called '%s'".formatted(wire));
    }
  }

  /** {@link MeterReach} and when the sink was asked last. */
  public record Told(MeterReach reach, Instant at) {}
}
