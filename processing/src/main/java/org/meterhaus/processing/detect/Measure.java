package org.meterhaus.processing.detect;

/** Which power a finding compares with its expected band. */
public enum Measure {
  /** Mean power of a day. */
  MEAN_OF_DAY("mean-of-day"),
  /** Mean power of a day's lowest hour. */
  LOWEST_HOUR("lowest-hour"),
  /** Mean power of a day's highest metered interval. */
  HIGHEST_INTERVAL("highest-interval");

  private final String wireName;

  Measure(String wireName) {
    this.wireName = wireName;
  }

  public String wireName() {
    return wireName;
  }

  /** The measure in which a rule's evidence is plainest. */
  static Measure of(FaultRule rule) {
    return switch (rule) {
      case STUCK_ON, STANDBY -> LOWEST_HOUR;
      case DEAD, DEGRADED, MISSING -> MEAN_OF_DAY;
      case INRUSH -> HIGHEST_INTERVAL;
    };
  }

  /** Of a day, W; nothing known counts as 0. */
  double of(DeviceDay day) {
    return switch (this) {
      case MEAN_OF_DAY -> day.meanW();
      case LOWEST_HOUR -> day.lowestW();
      case HIGHEST_INTERVAL -> day.peakW().orElse(0);
    };
  }
}
