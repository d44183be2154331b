package org.meterhaus.db.findings;

import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What may be a fault of a device.
 *
 * @param rule wire name of the rule that found it
 * @param firstDay of the evidence, in the building's zone
 * @param lastDay of the evidence
 * @param evidenceStart of the evidence
 * @param evidenceEnd of the evidence
 * @param confidence 0..1
 * @param measure which power the band is of
 * @param observedW what was seen, W; null if nothing was
 * @param expectedLowW lower end of what is usual, W
 * @param expectedHighW upper end, W; null if there is none
 * @param explanation what a customer reads
 * @param clears what has to happen for it to go away by itself
 * @param foundAt when it was first suspected
 * @param confirmedAt null while it never was
 * @param clearedAt null while it is open
 * @param feedback what its owner said; null if nothing
 */
public record DeviceFinding(
    UUID id,
    String deviceId,
    String rule,
    State state,
    LocalDate firstDay,
    LocalDate lastDay,
    Instant evidenceStart,
    Instant evidenceEnd,
    double confidence,
    String measure,
    @Nullable Long observedW,
    long expectedLowW,
    @Nullable Long expectedHighW,
    String explanation,
    String clears,
    Instant foundAt,
    @Nullable Instant confirmedAt,
    @Nullable Instant clearedAt,
    @Nullable Verdict feedback) {

  /** How it stands. */
  public enum State {
    SUSPECTED("suspected"),
    CONFIRMED("confirmed"),
    /** It was confirmed and is over. */
    CLEARED("cleared"),
    /** It was only suspected, and later days spoke against it. */
    WITHDRAWN("withdrawn"),
    /** Its owner said that it is no fault. */
    REJECTED("rejected");

    private final String wireName;

    State(String wireName) {
      this.wireName = wireName;
    }

    public String wireName() {
      return wireName;
    }

    /**
     * @throws IllegalArgumentException if there is none of that name
     */
    public static State of(String wireName) {
      for (State state : values()) {
        if (state.wireName.equals(wireName)) {
          return state;
        }
      }
      throw new IllegalArgumentException("no finding has the state " + wireName);
    }
  }

  /** Whether it goes on, as far as is known. */
  public boolean isOpen() {
    return state == State.SUSPECTED || state == State.CONFIRMED;
  }

  /** The same in another state. */
  public DeviceFinding in(State next, @Nullable Instant cleared) {
    return new DeviceFinding(
        id,
        deviceId,
        rule,
        next,
        firstDay,
        lastDay,
        evidenceStart,
        evidenceEnd,
        confidence,
        measure,
        observedW,
        expectedLowW,
        expectedHighW,
        explanation,
        clears,
        foundAt,
        confirmedAt,
        cleared,
        feedback);
  }
}
