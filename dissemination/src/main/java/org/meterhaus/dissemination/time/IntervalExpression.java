package org.meterhaus.dissemination.time;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dissemination.access.Refusal;
import org.meterhaus.dissemination.access.RefusedException;

/**
 * What a caller writes for an interval, made exact. Pure.
 *
 * <p>Either an ISO 8601 interval, {@code start/end}, {@code start/duration} or {@code
 * duration/end}, whose ends are instants with an offset, local date-times or dates (their midnight)
 * of the zone; or a name. All names mean whole days of the zone:
 *
 * <ul>
 *   <li>{@code today}, {@code yesterday}
 *   <li>{@code last-7-days}: the seven days before today
 *   <li>{@code this-month}: up to its end, so that the rest of it is pending
 *   <li>{@code last-month}
 * </ul>
 */
public final class IntervalExpression {

  /** Answers are bounded by values; this bounds what has to be looked through to find none. */
  public static final Period LONGEST = Period.ofYears(10);

  private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
  private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");
  private static final int MAX_TEXT = 128;

  private IntervalExpression() {}

  /**
   * @param zone in which names, dates and calendar durations are counted
   * @throws RefusedException invalid-interval
   */
  public static Interval resolve(String text, ZoneId zone, Instant now) {
    try {
      if (text.length() > MAX_TEXT) {
        throw new DateTimeException("it has more than " + MAX_TEXT + " characters");
      }
      var interval =
          text.indexOf('/') >= 0
              ? iso(text, zone)
              : named(text, now.atZone(zone).toLocalDate(), zone);
      if (interval.start().isBefore(EARLIEST) || interval.end().isAfter(LATEST)) {
        throw new DateTimeException("it must lie between " + EARLIEST + " and " + LATEST);
      }
      if (interval.start().atZone(zone).plus(LONGEST).toInstant().isBefore(interval.end())) {
        throw new DateTimeException("it must not be longer than " + LONGEST);
      }
      return interval;
    } catch (DateTimeException | ArithmeticException e) {
      throw new RefusedException(new Refusal.InvalidInterval(text, String.valueOf(e.getMessage())));
    }
  }

  private static Interval named(String name, LocalDate today, ZoneId zone) {
    return switch (name) {
      case "today" -> days(today, today.plusDays(1), zone);
      case "yesterday" -> days(today.minusDays(1), today, zone);
      case "last-7-days" -> days(today.minusDays(7), today, zone);
      case "this-month" ->
          days(today.withDayOfMonth(1), today.withDayOfMonth(1).plusMonths(1), zone);
      case "last-month" ->
          days(today.withDayOfMonth(1).minusMonths(1), today.withDayOfMonth(1), zone);
      default ->
          throw new DateTimeException(
              "it must be start/end, start/duration, duration/end, today, yesterday, last-7-days, this-month or last-month");
    };
  }

  private static Interval days(LocalDate first, LocalDate after, ZoneId zone) {
    return new Interval(first.atStartOfDay(zone).toInstant(), after.atStartOfDay(zone).toInstant());
  }

  private static Interval iso(String text, ZoneId zone) {
    int slash = text.indexOf('/');
    String left = text.substring(0, slash);
    String right = text.substring(slash + 1);
    if (right.indexOf('/') >= 0) {
      throw new DateTimeException("it has more than one '/'");
    }
    Moment start;
    Moment end;
    if (left.startsWith("P") && right.startsWith("P")) {
      throw new DateTimeException("only one side can be a duration");
    } else if (left.startsWith("P")) {
      end = Moment.parse(right, zone);
      start = Length.parse(left).before(end);
    } else {
      start = Moment.parse(left, zone);
      end = right.startsWith("P") ? Length.parse(right).after(start) : Moment.parse(right, zone);
    }
    if (!start.instant().isBefore(end.instant())) {
      throw new DateTimeException("its end must be after its start");
    }
    return new Interval(start.instant(), end.instant());
  }

  /**
   * An end of an interval.
   *
   * @param date set if it was written as a date: then days are added to the date, since a day may
   *     begin at 01:00
   */
  private record Moment(ZonedDateTime time, @Nullable LocalDate date) {

    static Moment of(LocalDate date, ZoneId zone) {
      return new Moment(date.atStartOfDay(zone), date);
    }

    static Moment parse(String text, ZoneId zone) {
      try {
        int t = text.indexOf('T');
        if (t < 0) {
          return of(LocalDate.parse(text), zone);
        }
        boolean hasOffset =
            text.endsWith("Z") || text.indexOf('+', t) >= 0 || text.indexOf('-', t) >= 0;
        return new Moment(
            hasOffset
                ? OffsetDateTime.parse(text).atZoneSameInstant(zone)
                : local(LocalDateTime.parse(text), zone),
            null);
      } catch (DateTimeParseException _) {
        throw new DateTimeException(
            "its ends must be dates or times such as 2026-03-01, 2026-03-01T06:00 or 2026-03-01T05:00:00Z");
      }
    }

    /**
     * A wall-clock time that exists twice or never on the day of a clock change means no instant;
     * we do not guess.
     */
    private static ZonedDateTime local(LocalDateTime time, ZoneId zone) {
      int offsets = zone.getRules().getValidOffsets(time).size();
      if (offsets != 1) {
        throw new DateTimeException(
            time
                + (offsets == 0 ? " does not exist in " : " exists twice in ")
                + zone
                + "; give it with its offset");
      }
      return time.atZone(zone);
    }

    Instant instant() {
      return time.toInstant();
    }
  }

  /**
   * ISO 8601 duration with a calendar part, counted in the zone, and a clock part, counted in
   * elapsed time.
   */
  private record Length(Period calendar, Duration clock) {

    static Length parse(String text) {
      try {
        int t = text.indexOf('T');
        var calendar = t == 1 ? Period.ZERO : Period.parse(t < 0 ? text : text.substring(0, t));
        var clock = t < 0 ? Duration.ZERO : Duration.parse("P" + text.substring(t));
        if (calendar.isNegative() || clock.isNegative()) {
          throw new DateTimeException("its duration must not be negative");
        }
        return new Length(calendar, clock);
      } catch (DateTimeParseException _) {
        throw new DateTimeException("its duration must be ISO 8601 such as P7D, P1M or PT12H");
      }
    }

    Moment after(Moment start) {
      return start.date() != null && clock.isZero()
          ? Moment.of(start.date().plus(calendar), start.time().getZone())
          : new Moment(start.time().plus(calendar).plus(clock), null);
    }

    Moment before(Moment end) {
      return end.date() != null && clock.isZero()
          ? Moment.of(end.date().minus(calendar), end.time().getZone())
          : new Moment(end.time().minus(clock).minus(calendar), null);
    }
  }
}
