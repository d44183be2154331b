package org.meterhaus.command.detect;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.BitSet;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.meterhaus.processing.detect.DeviceDay;

/**
 * The intervals of one device, put together to hours and days of a zone. Days come in order; within
 * a day the order does not matter. Not thread-safe.
 */
final class DayCollector {
  private static final int MINUTES_PER_HOUR = 60;

  private final ZoneId zone;
  private final Duration interval;
  private final int perHour;
  private @Nullable LocalDate date;
  private Instant start = Instant.EPOCH;
  private double[] whs = {};
  private final BitSet present = new BitSet();

  /**
   * @param interval a divisor of an hour
   */
  DayCollector(ZoneId zone, Duration interval) {
    this.zone = zone;
    this.interval = interval;
    this.perHour = (int) (MINUTES_PER_HOUR / interval.toMinutes());
  }

  /** The day in which the interval that ends then lies. */
  LocalDate dateOf(Instant end) {
    return end.minus(interval).atZone(zone).toLocalDate();
  }

  /** The day under way; null before the first reading. */
  @Nullable LocalDate date() {
    return date;
  }

  /** Begins a day; the one before is gone. */
  void begin(LocalDate day) {
    date = day;
    start = day.atStartOfDay(zone).toInstant();
    Instant end = day.plusDays(1).atStartOfDay(zone).toInstant();
    whs = new double[(int) Duration.between(start, end).dividedBy(interval)];
    present.clear();
  }

  /**
   * A reading of the day under way.
   *
   * @return false if there is one for that interval already
   */
  boolean add(Instant end, double wh) {
    int slot = (int) Duration.between(start, end).dividedBy(interval) - 1;
    if (present.get(slot)) {
      return false;
    }
    present.set(slot);
    whs[slot] = wh;
    return true;
  }

  /** The day under way if every interval of it is known, and null if not. */
  @Nullable DeviceDay whole() {
    LocalDate day = date;
    if (day == null || present.cardinality() < whs.length || whs.length % perHour != 0) {
      return null;
    }
    int[] hours = new int[whs.length / perHour];
    for (int hour = 0; hour < hours.length; hour++) {
      double sum = 0;
      for (int i = 0; i < perHour; i++) {
        sum += whs[hour * perHour + i];
      }
      hours[hour] = (int) Math.round(sum);
    }
    OptionalInt peakW =
        perHour == 1
            ? OptionalInt.empty()
            : OptionalInt.of((int) Math.round(Arrays.stream(whs).max().orElse(0) * perHour));
    return DeviceDay.of(day, hours, peakW);
  }
}
