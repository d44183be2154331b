package org.meterhaus.processing.vee;

import org.meterhaus.db.blocks.ChannelClass;

/**
 * The parameters that differ from one class of channels to another; those that all have in common
 * are in {@link Rules}.
 *
 * @param timeToleranceS seconds that a row may lie off the end of an interval and still be put
 *     there, 0 or more; never more than a thirtieth of the interval
 * @param highUse from how many times the use of the weeks before, and of last year, a week is told
 *     to be high; more than 1
 * @param lowUse below which part of it a week is told to be low, less than 1; 0 for never
 * @param leastWhPerDay by how much a week has to differ to be told at all, Wh a day, 0 or more
 * @param profiled whether the standard load profile of households describes such channels
 */
record ClassRules(
    int timeToleranceS, double highUse, double lowUse, int leastWhPerDay, boolean profiled) {
  private static final int LEAST_PARTS = 30;

  private static final ClassRules MAIN = new ClassRules(20, 2.5, 0.3, 2_000, true);
  private static final ClassRules SUB_METER = new ClassRules(20, 4, 0.15, 2_000, false);

  /** One may be used once a month: not to be used is never odd. */
  private static final ClassRules APPLIANCE = new ClassRules(20, 6, 0, 1_000, false);

  ClassRules {
    if (timeToleranceS < 0 || highUse <= 1 || lowUse < 0 || lowUse >= 1 || leastWhPerDay < 0) {
      throw new IllegalArgumentException(
          "timeToleranceS and leastWhPerDay must be 0 or more, highUse above 1, lowUse 0 to below 1, but were %d, %d, %s, %s"
              .formatted(timeToleranceS, leastWhPerDay, highUse, lowUse));
    }
  }

  static ClassRules of(ChannelClass kind) {
    return switch (kind) {
      case MAIN -> MAIN;
      case SUB_METER -> SUB_METER;
      case APPLIANCE -> APPLIANCE;
    };
  }

  /** Seconds off the end of an interval that are put down to the clock. */
  int toleranceS(int intervalS) {
    return Math.min(timeToleranceS, intervalS / LEAST_PARTS);
  }
}
