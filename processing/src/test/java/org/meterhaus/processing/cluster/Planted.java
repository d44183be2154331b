package org.meterhaus.processing.cluster;

import java.util.random.RandomGenerator;

/** Households around known shapes. */
final class Planted {
  private Planted() {}

  /** A household whose use has a peak at an hour, with a tenth of noise. */
  static Household household(String id, int peakHour, RandomGenerator random) {
    double[] shares = new double[LoadShape.VALUES];
    for (int half = 0; half < 2; half++) {
      double sum = 0;
      for (int hour = 0; hour < 24; hour++) {
        int away = Math.min(Math.abs(hour - peakHour), 24 - Math.abs(hour - peakHour));
        double share = (0.3 + Math.exp(-away * away / 6.0)) * (0.9 + 0.2 * random.nextDouble());
        shares[half * 24 + hour] = share;
        sum += share;
      }
      for (int hour = 0; hour < 24; hour++) {
        shares[half * 24 + hour] /= sum;
      }
    }
    return new Household(
        id, new LoadShape.Use(LoadShape.of(shares), 4_000 + random.nextInt(8_000), 28));
  }

  /** A household of no shape at all. */
  static Household noise(String id, RandomGenerator random) {
    double[] shares = new double[LoadShape.VALUES];
    for (int half = 0; half < 2; half++) {
      double sum = 0;
      for (int hour = 0; hour < 24; hour++) {
        shares[half * 24 + hour] = -Math.log(1 - random.nextDouble());
        sum += shares[half * 24 + hour];
      }
      for (int hour = 0; hour < 24; hour++) {
        shares[half * 24 + hour] /= sum;
      }
    }
    return new Household(id, new LoadShape.Use(LoadShape.of(shares), 5_000, 28));
  }
}
