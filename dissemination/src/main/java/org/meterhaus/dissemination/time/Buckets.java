package org.meterhaus.dissemination.time;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.List;
import org.meterhaus.dissemination.access.Refusal;
import org.meterhaus.dissemination.access.RefusedException;

/**
 * Cuts an interval into buckets. Pure.
 *
 * <p>Buckets lie on the calendar of the zone, whatever the interval, so that the same bucket always
 * has the same figures:
 *
 * <ul>
 *   <li>up to one hour, dividing a day: elapsed time counted from midnight; a day of 25 hours has
 *       25 buckets of PT1H
 *   <li>longer, dividing a day: by the clock on the wall; PT6H has four buckets a day, one of which
 *       is 5 or 7 hours long on the day of a clock change
 *   <li>P1D from midnight, P7D (P1W) from Monday, months and years from their first day where the
 *       number of months divides 12
 *   <li>any other length is counted from the start of the interval, since the calendar has no place
 *       for it
 * </ul>
 *
 * <p>A bucket that the interval cuts is partial.
 */
public final class Buckets {

  private static final Duration DAY = Duration.ofDays(1);
  private static final Duration HOUR = Duration.ofHours(1);

  private Buckets() {}

  /**
   * @param limit buckets that may come out, 1 or more
   * @return oldest first, without holes, together exactly the interval
   * @throws RefusedException too-many-values
   */
  public static List<Periods.Bucket> cut(
      Interval interval, ZoneId zone, Resolution resolution, int limit) {
    // a clock change can split one bucket more off a day; the walk itself must stay bounded before
    // it begins
    long atLeast = interval.length().toSeconds() / resolution.shortest().toSeconds();
    if (atLeast / 2 > limit) {
      throw new RefusedException(new Refusal.TooManyValues(atLeast, limit));
    }
    var edges = edges(interval, zone, resolution);
    int count = edges.size() - 1;
    if (count > limit) {
      throw new RefusedException(new Refusal.TooManyValues(count, limit));
    }
    var buckets = new ArrayList<Periods.Bucket>(count);
    for (int i = 0; i < count; i++) {
      Instant start = later(edges.get(i), interval.start());
      Instant end = earlier(edges.get(i + 1), interval.end());
      boolean partial = !start.equals(edges.get(i)) || !end.equals(edges.get(i + 1));
      buckets.add(new Periods.Bucket(start, end, partial));
    }
    return buckets;
  }

  /**
   * Bucket bounds, ascending, from the last at or before the start to the first at or after the
   * end.
   */
  private static List<Instant> edges(Interval interval, ZoneId zone, Resolution resolution) {
    var edges = new Edges(interval);
    if (!resolution.isClock()) {
      calendar(edges, interval, zone, resolution);
    } else if (resolution.clock().compareTo(DAY) < 0
        && DAY.toSeconds() % resolution.clock().toSeconds() == 0) {
      dividingTheDay(edges, interval, zone, resolution.clock());
    } else {
      Instant edge = interval.start();
      while (edges.add(edge)) {
        edge = edge.plus(resolution.clock());
      }
    }
    return edges.list;
  }

  private static void dividingTheDay(Edges edges, Interval interval, ZoneId zone, Duration step) {
    boolean wallClock = step.compareTo(HOUR) > 0;
    for (LocalDate day = interval.start().atZone(zone).toLocalDate(); ; day = day.plusDays(1)) {
      Instant next = day.plusDays(1).atStartOfDay(zone).toInstant();
      Instant edge = day.atStartOfDay(zone).toInstant();
      for (int i = 1; edge.isBefore(next); i++) {
        if (!edges.add(edge)) {
          return;
        }
        edge = wallClock ? wall(day, step.multipliedBy(i), zone) : edge.plus(step);
      }
    }
  }

  private static Instant wall(LocalDate day, Duration sinceMidnight, ZoneId zone) {
    return sinceMidnight.compareTo(DAY) >= 0
        ? day.plusDays(1).atStartOfDay(zone).toInstant()
        : day.atTime(LocalTime.MIDNIGHT.plus(sinceMidnight)).atZone(zone).toInstant();
  }

  private static void calendar(Edges edges, Interval interval, ZoneId zone, Resolution step) {
    LocalDate day = interval.start().atZone(zone).toLocalDate();
    int months = step.months();
    LocalDate anchor;
    if (months > 0 && 12 % months == 0) {
      anchor = LocalDate.of(day.getYear(), (day.getMonthValue() - 1) / months * months + 1, 1);
    } else if (step.days() == 7) {
      anchor = day.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
    } else {
      anchor = day;
    }
    LocalDate edge = anchor;
    // always counted from the anchor: adding a month at a time would drift from the 31st to the
    // 28th
    for (int i = 1; edges.add(edge.atStartOfDay(zone).toInstant()); i++) {
      edge = anchor.plusMonths((long) months * i).plusDays((long) step.days() * i);
    }
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }

  /** Keeps what surrounds the interval, and no two equal ones. */
  private static final class Edges {
    private final Interval interval;
    private final List<Instant> list = new ArrayList<>();

    Edges(Interval interval) {
      this.interval = interval;
    }

    /** False when the interval is covered and no more are needed. */
    boolean add(Instant edge) {
      if (!list.isEmpty() && !edge.isAfter(list.getLast())) {
        return true;
      }
      if (!edge.isAfter(interval.start())) {
        list.clear();
      }
      list.add(edge);
      return edge.isBefore(interval.end());
    }
  }
}
