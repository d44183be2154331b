package org.meterhaus.processing.faults;

import java.time.Duration;

/**
 * How devices are watched.
 *
 * @param every pause between two looks for whole days, more than zero
 * @param settled a day is judged this long after its end, so that late values are there; not
 *     negative
 * @param batch devices asked for at once, 1 or more
 */
public record WatchConfig(Duration every, Duration settled, int batch) {
  public WatchConfig {
    if (!every.isPositive() || settled.isNegative() || batch < 1) {
      throw new IllegalArgumentException(
          "every %s, settled %s, batch %d".formatted(every, settled, batch));
    }
  }

  public static WatchConfig defaults() {
    return new WatchConfig(Duration.ofMinutes(10), Duration.ofHours(1), 200);
  }
}
