package org.meterhaus.db.blocks;

/** Why a revision of a day differs from the one before. */
public enum Cause {
  /** Values were given out for the first time. */
  FIRST(1, "first", "The values arrived."),
  /** A value arrived for an interval that had been estimated. */
  LATE_ARRIVAL(2, "late-arrival", "Values of the meter arrived late and replace estimates."),
  /** A reading of the register, or values beside it, changed what had been estimated. */
  REGISTER(3, "register", "Later readings of the meter allow a better estimate."),
  /** An operator put values in place, or took them back. */
  EDIT(4, "edit", "The metering operator corrected the values by hand, or took a correction back."),
  /** The span was derived anew with other rules. */
  REPROCESSING(5, "re-processing", "The values were computed again with other rules."),
  /** A second, different value arrived for an interval that had one. */
  CONFLICT(6, "conflict", "A different value arrived for a time that had one, and fits better.");

  private final int code;
  private final String wire;
  private final String sentence;

  Cause(int code, String wire, String sentence) {
    this.code = code;
    this.wire = wire;
    this.sentence = sentence;
  }

  /** As stored, 1..6. */
  public int code() {
    return code;
  }

  /** Such as {@code late-arrival}. */
  public String wire() {
    return wire;
  }

  /** What a customer reads. */
  public String sentence() {
    return sentence;
  }

  /**
   * @throws IllegalArgumentException for a code that is none of ours
   */
  public static Cause of(int code) {
    for (Cause cause : values()) {
      if (cause.code == code) {
        return cause;
      }
    }
    throw new IllegalArgumentException("no cause has the code " + code);
  }
}
