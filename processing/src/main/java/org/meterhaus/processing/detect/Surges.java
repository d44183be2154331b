package org.meterhaus.processing.detect;

import java.util.List;
import java.util.Optional;

/**
 * Inrush: on several days close together the highest metered interval passes all that was ever seen
 * of the device, while the energy of the day stays as usual. Only where finer than hourly values
 * are known; a metered interval of a quarter of an hour shows the mean of a start, not its peak.
 */
final class Surges {
  /** A surge is this much above the highest of the reference. */
  private static final double ABOVE = 1.5;

  /** So many of so many days in a row must have one. */
  private static final int SURGING = 3;

  private static final int AMONG = 7;

  /** How sure {@link #SURGING} days are; each one more adds as much as a day of any rule. */
  private static final int OVER_THRESHOLD = 1;

  private final DetectionConfig config;

  Surges(DetectionConfig config) {
    this.config = config;
  }

  /**
   * @param days reference first, then what is judged
   * @param reference how many are reference
   */
  Optional<Finding> find(List<DeviceDay> days, int reference, Thresholds thresholds) {
    List<DeviceDay> usual = days.subList(0, reference);
    if (usual.stream().anyMatch(day -> day.peakW().isEmpty())) {
      return Optional.empty();
    }
    double highestW = usual.stream().mapToDouble(Measure.HIGHEST_INTERVAL::of).max().orElse(0);
    long mostWh = usual.stream().mapToLong(DeviceDay::sumWh).max().orElse(0);
    int best = 0;
    int bestCount = 0;
    for (int from = reference; from < days.size(); from++) {
      int count = count(days, from, highestW, mostWh);
      if (count > bestCount && surges(days.get(from), highestW, mostWh)) {
        best = from;
        bestCount = count;
      }
    }
    double score =
        thresholds.confirmFrom(FaultRule.INRUSH)
            + OVER_THRESHOLD
            + config.mostADay() * (bestCount - SURGING);
    // an owner who said "no fault" asks for more such days
    double needed = thresholds.confirmFrom(FaultRule.INRUSH) - config.confirmFrom();
    if (bestCount < SURGING + needed / config.mostADay()) {
      return Optional.empty();
    }
    List<DeviceDay> evidence = evidence(days, best, highestW, mostWh);
    return Optional.of(
        new Finding(
            FaultRule.INRUSH,
            Finding.State.CONFIRMED,
            evidence.getFirst().date(),
            evidence.getLast().date(),
            evidence.size(),
            evidence.getLast() == days.getLast(),
            score,
            FaultDetector.confidence(score),
            0,
            Measure.HIGHEST_INTERVAL,
            Math.round(FaultDetector.quantile(evidence, Measure.HIGHEST_INTERVAL::of, 0.5)),
            FaultDetector.band(usual, Measure.HIGHEST_INTERVAL)));
  }

  private static int count(List<DeviceDay> days, int from, double highestW, long mostWh) {
    return (int)
        days.subList(from, Math.min(from + AMONG, days.size())).stream()
            .filter(day -> surges(day, highestW, mostWh))
            .count();
  }

  private static List<DeviceDay> evidence(
      List<DeviceDay> days, int from, double highestW, long mostWh) {
    return days.subList(from, Math.min(from + AMONG, days.size())).stream()
        .filter(day -> surges(day, highestW, mostWh))
        .toList();
  }

  private static boolean surges(DeviceDay day, double highestW, long mostWh) {
    return day.peakW().orElse(0) > ABOVE * highestW && day.sumWh() <= mostWh;
  }
}
