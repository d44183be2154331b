package org.meterhaus.processing.detect;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A fault of a certain size: what it would make of a usual day. Every fault here is a
 * non-decreasing function of an hour's energy, so the order of the hours by energy stays.
 *
 * @param rule STUCK_ON, DEAD, DEGRADED or STANDBY
 * @param amount running power in W, nothing, factor, added power in W
 */
record Hypothesis(FaultRule rule, double amount) {
  private static final double[] FACTORS = {1.4, 1.5, 1.6, 1.7, 1.8, 1.9};
  private static final double LEAST_CREEP_W = 8;
  private static final double MOST_CREEP_W = 40;

  /** From one creep that is looked for to the next larger. */
  private static final double CREEP_STEP = 1.3;

  /**
   * A creep below this part of the running power is not looked for: sound devices have ways of
   * resting that differ by as much, and false alarms double on the bench.
   */
  private static final double LEAST_CREEP_OF_RUNNING = 0.15;

  private static final double MOST_CREEP_OF_RUNNING = 0.5;

  /** Of all hours, from the lowest: that of the running power. */
  private static final double RUNNING_QUANTILE = 0.97;

  /** An hour with more than this part of the running power is one in which the device ran. */
  private static final double RAN_ABOVE = 0.25;

  /** A device that runs most of the time is not told from one that is stuck on. */
  private static final double MOSTLY_RUNS = 0.6;

  /** What may be wrong with a device of these usual days, in a fixed order. */
  static List<Hypothesis> about(List<DeviceDay> reference) {
    int[] hours =
        reference.stream()
            .flatMapToInt(
                day -> java.util.stream.IntStream.range(0, day.hours()).map(day::rankedWh))
            .sorted()
            .toArray();
    double runningW = hours[(int) (RUNNING_QUANTILE * hours.length)];
    var all = new ArrayList<Hypothesis>();
    for (double factor : FACTORS) {
      all.add(new Hypothesis(FaultRule.DEGRADED, factor));
    }
    double leastW = Math.max(LEAST_CREEP_W, LEAST_CREEP_OF_RUNNING * runningW);
    double mostW = Math.max(MOST_CREEP_W, MOST_CREEP_OF_RUNNING * runningW);
    for (double creep = leastW; creep <= mostW; creep *= CREEP_STEP) {
      all.add(new Hypothesis(FaultRule.STANDBY, creep));
    }
    all.add(new Hypothesis(FaultRule.DEAD, 0));
    long ran = Arrays.stream(hours).filter(wh -> wh > RAN_ABOVE * runningW).count();
    if (ran <= MOSTLY_RUNS * hours.length && runningW > 0) {
      all.add(new Hypothesis(FaultRule.STUCK_ON, runningW));
    }
    return List.copyOf(all);
  }

  /** What the fault makes of an hour, Wh. */
  double of(double wh) {
    return switch (rule) {
      case STUCK_ON -> Math.max(wh, amount);
      case DEAD -> 0;
      case DEGRADED -> wh * amount;
      case STANDBY -> wh + amount;
      case MISSING, INRUSH -> throw new IllegalStateException(rule + " does not change hours");
    };
  }
}
