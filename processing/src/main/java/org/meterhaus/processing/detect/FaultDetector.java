package org.meterhaus.processing.detect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/** Findings in a window of days, given days that say what is usual. Stateless. */
public final class FaultDetector {
  /** A device does not have more faults at a time; what is more is a device that changed. */
  private static final int MOST_FINDINGS = 4;

  /** Score at which half of what was found on the bench was a fault, and how fast it gets sure. */
  private static final double EVEN_SCORE = 20;

  private static final double SCORE_SCALE = 4;

  private static final double BAND_LOW = 0.05;
  private static final double BAND_HIGH = 0.95;

  /** With fewer days, or less use, nothing can be said about what is usual. */
  private static final int LEAST_REFERENCE = 14;

  private final DetectionConfig config;

  public FaultDetector(DetectionConfig config) {
    this.config = config;
  }

  /**
   * @param reference days that say what is usual, oldest first; with fewer than 14 nothing is found
   * @param window days to be judged, oldest first, all later than the reference
   * @return in the order of days; none have days in common
   */
  public List<Finding> findings(
      List<DeviceDay> reference, List<DeviceDay> window, Thresholds thresholds) {
    if (reference.size() < LEAST_REFERENCE
        || window.isEmpty()
        || reference.stream().allMatch(day -> day.sumWh() == 0)) {
      return List.of();
    }
    var search = new RunSearch(reference, window, config);
    var runs = new ArrayList<Run>();
    while (runs.size() < MOST_FINDINGS) {
      Optional<Run> run = search.best(thresholds, config.anotherCost() * runs.size());
      if (run.isEmpty()) {
        break;
      }
      runs.add(run.get());
      IntStream.range(run.get().from(), run.get().until()).forEach(search::mask);
    }
    List<DeviceDay> usual = usual(reference, window, runs);
    var findings = new ArrayList<Finding>();
    runs.forEach(run -> findings.add(finding(run, usual, window, thresholds)));
    new Surges(config).find(usual, reference.size(), thresholds).ifPresent(findings::add);
    findings.sort(Comparator.comparing(Finding::first));
    return List.copyOf(findings);
  }

  /** All days but those of the runs. */
  private static List<DeviceDay> usual(
      List<DeviceDay> reference, List<DeviceDay> window, List<Run> runs) {
    var usual = new ArrayList<>(reference);
    for (int i = 0; i < window.size(); i++) {
      int day = i;
      if (runs.stream().noneMatch(run -> run.contains(day))) {
        usual.add(window.get(day));
      }
    }
    return usual;
  }

  private static Finding finding(
      Run run, List<DeviceDay> usual, List<DeviceDay> window, Thresholds thresholds) {
    FaultRule rule = run.hypothesis().rule();
    Measure measure = Measure.of(rule);
    List<DeviceDay> evidence = window.subList(run.from(), run.until());
    return new Finding(
        rule,
        run.score() >= thresholds.confirmFrom(rule)
            ? Finding.State.CONFIRMED
            : Finding.State.SUSPECTED,
        evidence.getFirst().date(),
        evidence.getLast().date(),
        run.days(),
        run.until() == window.size(),
        run.score(),
        confidence(run.score()),
        amount(run, usual, evidence),
        measure,
        Math.round(quantile(evidence, measure::of, 0.5)),
        band(usual, measure));
  }

  /** Of a creep what it adds to the lowest hour, W; else what was assumed. */
  private static double amount(Run run, List<DeviceDay> usual, List<DeviceDay> evidence) {
    return run.hypothesis().rule() == FaultRule.STANDBY
        ? quantile(evidence, Measure.LOWEST_HOUR::of, 0.5)
            - quantile(usual, Measure.LOWEST_HOUR::of, 0.5)
        : run.hypothesis().amount();
  }

  static double confidence(double score) {
    return 1 / (1 + Math.exp((EVEN_SCORE - score) / SCORE_SCALE));
  }

  static Finding.Band band(List<DeviceDay> days, Measure measure) {
    return new Finding.Band(
        Math.round(quantile(days, measure::of, BAND_LOW)),
        Math.round(quantile(days, measure::of, BAND_HIGH)));
  }

  static double quantile(List<DeviceDay> days, ToDoubleFunction<DeviceDay> of, double quantile) {
    double[] sorted = days.stream().mapToDouble(of).sorted().toArray();
    return sorted[(int) Math.round(quantile * (sorted.length - 1))];
  }
}
