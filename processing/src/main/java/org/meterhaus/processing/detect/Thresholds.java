package org.meterhaus.processing.detect;

import java.util.EnumMap;
import java.util.Map;

/**
 * From which score a rule speaks, for one device: the standard, moved by what its owner said. A
 * fault that was confirmed makes the rule a little more willing, one that was none makes it more
 * reluctant; both have an end, so that no rule is ever switched off or speaks at every day.
 */
public final class Thresholds {
  /** How far one "that is a fault" moves, and all of them together. */
  private static final double CONFIRMED_STEP = -2;

  private static final double LEAST = -6;

  /** How far one "that is no fault" moves, and all of them together. */
  private static final double REJECTED_STEP = 6;

  private static final double MOST = 24;

  private final DetectionConfig config;
  private final Map<FaultRule, Double> shifts;

  private Thresholds(DetectionConfig config, Map<FaultRule, Double> shifts) {
    this.config = config;
    this.shifts = shifts;
  }

  /** Those of a device about which nobody said anything. */
  public static Thresholds standard(DetectionConfig config) {
    return new Thresholds(config, Map.of());
  }

  /**
   * @param shifts natural-log units by rule, each as {@link #shift} made it
   */
  public static Thresholds shifted(DetectionConfig config, Map<FaultRule, Double> shifts) {
    var bounded = new EnumMap<FaultRule, Double>(FaultRule.class);
    shifts.forEach((rule, shift) -> bounded.put(rule, Math.clamp(shift, LEAST, MOST)));
    return new Thresholds(config, bounded);
  }

  /**
   * What a rule's shift becomes when the owner says something.
   *
   * @param before 0 if nothing was said yet
   * @param isFault what the owner says of a finding
   * @return -6..24
   */
  public static double shift(double before, boolean isFault) {
    return Math.clamp(before + (isFault ? CONFIRMED_STEP : REJECTED_STEP), LEAST, MOST);
  }

  double suspectFrom(FaultRule rule) {
    return config.suspectFrom() + shifts.getOrDefault(rule, 0.0);
  }

  double confirmFrom(FaultRule rule) {
    return config.confirmFrom() + shifts.getOrDefault(rule, 0.0);
  }
}
