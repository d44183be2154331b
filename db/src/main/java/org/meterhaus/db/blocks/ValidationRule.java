package org.meterhaus.db.blocks;

/**
 * What validation can notice. The codes are stored; the sentences are for customers. Parameters and
 * sources of each rule: {@code processing/README.md}.
 */
public enum ValidationRule {
  /** Two different values for one time; observed: the one set aside, expected: the one used. */
  CONFLICT(
      2,
      "conflicting-values",
      "The meter's value arrived twice with different numbers; %2$,d Wh fits its counter, %1$,d Wh does not."),
  /** Arrived under the wrong time; observed: seconds by which the clock was ahead. */
  CLOCK_SHIFT(
      3,
      "clock-shifted",
      "The meter's clock was wrong by %1$,d seconds; its values were moved to the right time."),
  /** The meter says that its clock cannot be trusted. */
  CLOCK_INVALID(4, "clock-invalid", "The meter reported that its clock was not reliable."),
  /** The meter set its clock. */
  CLOCK_SET(5, "clock-set", "The meter's clock was set at this time."),
  /** Came a little off the end of an interval and was put there; observed: seconds late. */
  OFF_TIME(
      6, "off-time", "The meter's value came %1$,d seconds off its time and was put to that time."),
  /** Came at a time that no interval ends at, and is not used; observed: seconds late. */
  OFF_GRID(
      7,
      "off-grid",
      "A value came %1$,d seconds off the times that this meter reports for; it was set aside."),
  /** More than the fuse lets through; observed: the value, expected: the limit. */
  ABOVE_LIMIT(
      10,
      "above-limit",
      "%1$,d Wh is more than this connection can carry in that time (%2$,d Wh)."),
  /** Far above what the channel ever used at such a time. */
  SPIKE(
      11,
      "spike",
      "%1$,d Wh stands out far above everything around it; %2$,d Wh is the most that is usual."),
  /** Below zero on a channel that counts one direction only. */
  NEGATIVE(12, "negative", "A negative value (%1$,d Wh) is not possible for this meter."),
  /** Zeros for longer than this channel is ever at zero. */
  ZERO(13, "zero-run", "The meter reported 0 Wh for longer than this home ever uses nothing."),
  /** The same number again and again. */
  STUCK(
      14,
      "constant-run",
      "The meter reported exactly %1$,d Wh again and again, as if it were stuck."),
  /** A week far above the weeks before and above last year; observed and expected: Wh a day. */
  HIGH_USE(
      15,
      "high-use",
      "%1$,d Wh a day were used in this week, far more than the %2$,d Wh a day of the weeks before."),
  /** A week far below the weeks before and below last year; observed and expected: Wh a day. */
  LOW_USE(
      16,
      "low-use",
      "%1$,d Wh a day were used in this week, far less than the %2$,d Wh a day of the weeks before."),
  /** The values jumped by a power of ten and stayed there; observed and expected: Wh a day. */
  UNIT_CHANGE(
      17,
      "unit-change",
      "The meter's values jumped by a power of ten, from %2$,d Wh to %1$,d Wh a day, and stayed there: was its unit changed?"),
  /** The average power says otherwise; observed: the energy, expected: what the power makes. */
  AGAINST_POWER(
      18,
      "against-power",
      "The meter's power over this time makes %2$,d Wh, but it reported %1$,d Wh."),
  /** A value that the advance of the register contradicts. */
  AGAINST_REGISTER(
      20, "against-register", "The meter's counter advanced by %2$,d Wh here, not by %1$,d Wh."),
  /** The intervals do not add up to the register's advance, and none stands out. */
  SUM(
      21,
      "sum-mismatch",
      "The values of this time add up to %1$,d Wh, the meter's counter advanced by %2$,d Wh."),
  /** One reading of the register that its neighbours contradict. */
  REGISTER_WRONG(
      22,
      "register-wrong",
      "One reading of the meter's counter (%1$,d Wh) was wrong; the readings around it agree."),
  /** The register began again at 0. */
  REGISTER_RESET(23, "register-reset", "The meter's counter began again from zero."),
  /** The register passed its largest number. */
  REGISTER_ROLLOVER(
      24,
      "register-rollover",
      "The meter's counter passed its largest number and went on from zero."),
  /** The register jumped and stayed there: another meter, or another scaler. */
  REGISTER_JUMP(
      25,
      "register-jump",
      "The meter's counter jumped to another level and stayed there; was the meter exchanged?"),
  /** The register ran backwards, reading after reading; observed: by how much. */
  REGISTER_BACKWARDS(
      26,
      "register-backwards",
      "The meter's counter ran backwards by %1$,d Wh; is its direction reversed?"),
  /** The meter was without power. */
  POWER_FAIL(30, "power-fail", "The meter reported that it was without power."),
  /** The meter says that the value is not valid. */
  DATA_INVALID(31, "data-invalid", "The meter marked its own value (%1$,d Wh) as not valid."),
  /** Energy was used although the supply was switched off. */
  USED_WHILE_OFF(32, "used-while-off", "%1$,d Wh were used although the supply was switched off.");

  private final int code;
  private final String wire;
  private final String sentence;

  ValidationRule(int code, String wire, String sentence) {
    this.code = code;
    this.wire = wire;
    this.sentence = sentence;
  }

  /** As stored, 1..127. */
  public int code() {
    return code;
  }

  /** Such as {@code register-wrong}. */
  public String wire() {
    return wire;
  }

  /** What a customer reads, with the numbers of a {@link Note}. */
  public String sentence(long observed, long expected) {
    return sentence.formatted(observed, expected);
  }

  /** The sentence with its places for numbers, {@code %1$} observed and {@code %2$} expected. */
  public String template() {
    return sentence;
  }

  /**
   * @throws IllegalArgumentException for a code that is none of ours
   */
  public static ValidationRule of(int code) {
    for (ValidationRule rule : values()) {
      if (rule.code == code) {
        return rule;
      }
    }
    throw new IllegalArgumentException("no rule has the code " + code);
  }
}
