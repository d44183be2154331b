package org.meterhaus.processing.detect;

import java.util.function.DoubleUnaryOperator;

/**
 * What of a day is compared: its lowest, middle, high, second highest and highest hour and its
 * mean, as logarithms. When in the day an hour was does not matter; that a family has breakfast
 * later on Sundays is no fault.
 */
final class Shape {
  private static final int[] RANKS = {0, 12, 20, 22, 23};
  private static final int LAST_RANK = 23;
  private static final int SIZE = RANKS.length + 1;

  private final double[] logs;

  private Shape(double[] logs) {
    this.logs = logs;
  }

  static Shape of(DeviceDay day, double offsetWh) {
    return of(day, offsetWh, DoubleUnaryOperator.identity());
  }

  /** The shape of that day, had the fault been there. */
  static Shape of(DeviceDay day, double offsetWh, DoubleUnaryOperator fault) {
    double[] logs = new double[SIZE];
    for (int i = 0; i < RANKS.length; i++) {
      int rank = Math.round((float) RANKS[i] * (day.hours() - 1) / LAST_RANK);
      logs[i] = Math.log(fault.applyAsDouble(day.rankedWh(rank)) + offsetWh);
    }
    double sum = 0;
    for (int hour = 0; hour < day.hours(); hour++) {
      sum += fault.applyAsDouble(day.rankedWh(hour));
    }
    logs[RANKS.length] = Math.log(sum / day.hours() + offsetWh);
    return new Shape(logs);
  }

  /** How alike two days are, 0..1: a Gaussian kernel of this bandwidth. */
  double likeness(Shape other, double bandwidth) {
    double squares = 0;
    for (int i = 0; i < SIZE; i++) {
      double difference = (logs[i] - other.logs[i]) / bandwidth;
      squares += difference * difference;
    }
    return Math.exp(-squares / 2);
  }
}
