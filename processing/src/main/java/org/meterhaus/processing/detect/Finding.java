package org.meterhaus.processing.detect;

import java.time.LocalDate;

/**
 * What may be a fault of a device.
 *
 * @param rule that found it
 * @param state how sure the rule is
 * @param first day of the evidence
 * @param last day of the evidence
 * @param days of the evidence that were judged, 1 or more
 * @param ongoing whether the newest day is among them
 * @param score natural log of how much better the fault explains these days
 * @param confidence 0..1
 * @param amount size of the fault: factor (degraded), added W (standby), running W (stuck on), else
 *     0
 * @param measure which power the band is of
 * @param observedW median of the evidence, W
 * @param band what is usual
 */
public record Finding(
    FaultRule rule,
    State state,
    LocalDate first,
    LocalDate last,
    int days,
    boolean ongoing,
    double score,
    double confidence,
    double amount,
    Measure measure,
    long observedW,
    Band band) {

  /** How sure a rule is. */
  public enum State {
    SUSPECTED,
    CONFIRMED
  }

  /**
   * The middle nine tenths of what is usual.
   *
   * @param lowW lower end, W
   * @param highW upper end, W
   */
  public record Band(long lowW, long highW) {}

  public Finding {
    if (last.isBefore(first) || days < 1 || !(confidence >= 0 && confidence <= 1)) {
      throw new IllegalArgumentException(
          "a finding of %s..%s, %d days, confidence %s".formatted(first, last, days, confidence));
    }
  }

  /** Whether the evidence has days in common with {@code [from, to]}. */
  public boolean overlaps(LocalDate from, LocalDate to) {
    return !first.isAfter(to) && !last.isBefore(from);
  }
}
