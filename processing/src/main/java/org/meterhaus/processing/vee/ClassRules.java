package org.meterhaus.processing.vee;

import org.meterhaus.db.blocks.ChannelClass;

/**
 * The parameters that differ from one class of channels to another; those that all have in common
 * are in {@link Rules}.
 *
 * @param timeToleranceS seconds that a row may lie off the end of an interval and still be put
 *     there, 0 or more; never more than a thirtieth of the interval
 */
record ClassRules(int timeToleranceS) {
  private static final int LEAST_PARTS = 30;

  private static final ClassRules MAIN = new ClassRules(20);
  private static final ClassRules SUB_METER = new ClassRules(20);
  private static final ClassRules APPLIANCE = new ClassRules(20);

  ClassRules {
    if (timeToleranceS < 0) {
      throw new IllegalArgumentException(
          "timeToleranceS must be 0 or more but was " + timeToleranceS);
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
