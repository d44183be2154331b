package org.meterhaus.dissemination.time;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Turns an expression such as {@code last-month} or {@code 2026-03-01/P7D} into exact instants.
 * Public: needs no caller.
 */
public final class Periods {

  /** When the caller names none. */
  private static final Resolution HOURLY = Resolution.of(Duration.ofHours(1));

  private final InstantSource clock;
  private final int maxBuckets;

  /**
   * @param maxBuckets in one answer, 1 or more
   */
  public Periods(InstantSource clock, int maxBuckets) {
    this.clock = clock;
    this.maxBuckets = maxBuckets;
  }

  /**
   * A period, exactly.
   *
   * @param expression as asked
   * @param interval what it means
   * @param zone in which days and months were counted
   * @param resolution of the buckets, ISO 8601 duration
   * @param buckets oldest first
   * @param clockChanges days of the period that are not 24 hours long
   */
  public record Period(
      String expression,
      Interval interval,
      ZoneId zone,
      String resolution,
      List<Bucket> buckets,
      List<ClockChange> clockChanges) {}

  /**
   * @param start first instant inside
   * @param end first instant after
   * @param partial whether the period cuts it short
   */
  public record Bucket(Instant start, Instant end, boolean partial) {}

  /**
   * @param day whose clock changes
   * @param length of that day, 23 or 25 hours where summer time shifts by one
   */
  public record ClockChange(LocalDate day, Duration length) {}

  /**
   * @param expression ISO 8601 interval or one of last-month, this-month, yesterday, today,
   *     last-7-days
   * @param zone IANA name such as {@code Europe/Berlin}
   * @param resolution ISO 8601 duration; null means {@code PT1H}
   * @throws org.meterhaus.dissemination.access.RefusedException invalid-interval, invalid-parameter
   *     (zone), invalid-resolution, too-many-values
   */
  public Period compute(String expression, String zone, @Nullable String resolution) {
    ZoneId zoneId = Zones.parse(zone);
    Resolution step = resolution == null ? HOURLY : Resolution.parse(resolution);
    Interval interval = IntervalExpression.resolve(expression, zoneId, clock.instant());
    List<Bucket> buckets = Buckets.cut(interval, zoneId, step, maxBuckets);
    return new Period(
        expression, interval, zoneId, step.toString(), buckets, clockChanges(interval, zoneId));
  }

  private static List<ClockChange> clockChanges(Interval interval, ZoneId zone) {
    var rules = zone.getRules();
    // an instant before the first, since a change exactly at the start belongs to the period
    return Stream.iterate(
            rules.nextTransition(interval.start().minusNanos(1)),
            change -> change != null && change.getInstant().isBefore(interval.end()),
            change -> rules.nextTransition(change.getInstant()))
        .map(change -> change.getDateTimeBefore().toLocalDate())
        .distinct()
        .map(day -> new ClockChange(day, lengthOf(day, zone)))
        .filter(change -> !change.length().equals(Duration.ofDays(1)))
        .toList();
  }

  private static Duration lengthOf(LocalDate day, ZoneId zone) {
    return Duration.between(day.atStartOfDay(zone), day.plusDays(1).atStartOfDay(zone));
  }
}
