package org.meterhaus.processing.vee;

import java.util.OptionalDouble;

/**
 * What a channel used at the same time of day on the latest days of the same type (working day,
 * Saturday, Sunday). Only measured values serve; estimates never feed estimates.
 */
final class LikeDays {
  private final LocalDays days;
  private final Rules rules;
  private final double[] measured;

  /**
   * @param measured Wh by slot, {@link Double#NaN} where nothing was measured
   */
  LikeDays(LocalDays days, Rules rules, double[] measured) {
    this.days = days;
    this.rules = rules;
    this.measured = measured;
  }

  /** Mean in Wh; empty when no like day has the value. */
  OptionalDouble mean(int slot) {
    int day = days.day(slot);
    double sum = 0;
    int found = 0;
    for (int back = 1; back <= rules.historyDays() && found < rules.likeDays(); back++) {
      if (day - back < 0) {
        break;
      }
      if (days.type(day - back) != days.type(day)) {
        continue;
      }
      int same = days.counterpart(slot, -back);
      if (same != LocalDays.NONE && !Double.isNaN(measured[same])) {
        sum += measured[same];
        found++;
      }
    }
    return found == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum / found);
  }
}
