package org.meterhaus.processing;

import java.time.Duration;
import org.meterhaus.processing.cluster.ClusterRules;

/**
 * When customers are grouped.
 *
 * @param lookEvery pause between two looks whether a run is due, more than zero
 * @param afterMidnight when a day's run is due, counted from midnight UTC, zero or more
 * @param renewAfter a run is made again on its day no sooner than this, more than zero
 * @param renewShare and when days came of more usage points that it left out than this share of
 *     those that it grouped, 0 or more
 * @param mostBacklog arrivals that may be waiting for the processor, 0 or more
 * @param keepRuns of an organisation, 1 or more
 */
public record GroupConfig(
    Duration lookEvery,
    Duration afterMidnight,
    Duration renewAfter,
    double renewShare,
    long mostBacklog,
    int keepRuns,
    ClusterRules rules) {

  public GroupConfig {
    if (!lookEvery.isPositive() || !renewAfter.isPositive() || afterMidnight.isNegative()) {
      throw new IllegalArgumentException(
          "lookEvery and renewAfter must be positive, afterMidnight not negative, but they were %s, %s and %s"
              .formatted(lookEvery, renewAfter, afterMidnight));
    }
    if (!(renewShare >= 0)) {
      throw new IllegalArgumentException("renewShare must be 0 or more but was " + renewShare);
    }
    if (mostBacklog < 0 || keepRuns < 1) {
      throw new IllegalArgumentException(
          "mostBacklog must be 0 or more and keepRuns 1 or more but they were %d and %d"
              .formatted(mostBacklog, keepRuns));
    }
  }

  /**
   * At 04:00 UTC; a look every quarter of a minute, which costs three short statements; renewed
   * after three quarters of a minute for a twentieth more, so that a house that was just set up has
   * its groups with its readings; a month of runs kept.
   */
  public static GroupConfig defaults() {
    return new GroupConfig(
        Duration.ofSeconds(15),
        Duration.ofHours(4),
        Duration.ofSeconds(45),
        0.05,
        100,
        31,
        ClusterRules.defaults());
  }
}
