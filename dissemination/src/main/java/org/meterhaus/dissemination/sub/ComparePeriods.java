package org.meterhaus.dissemination.sub;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dissemination.access.Caller;
import org.meterhaus.dissemination.access.CustomerScope;
import org.meterhaus.dissemination.access.Gate;
import org.meterhaus.dissemination.readings.Question;
import org.meterhaus.dissemination.readings.ReadingLimits;
import org.meterhaus.dissemination.readings.ValueQuality;
import org.meterhaus.dissemination.time.Interval;
import org.meterhaus.dissemination.time.IntervalExpression;

/** What was used in a period against the period before it. */
public final class ComparePeriods {

  /** Of the meter intervals that have a value: with fewer, a gap would pass for a saving. */
  static final BigDecimal WELL_COVERED = new BigDecimal("0.95");

  private static final Functions FUNCTIONS =
      Functions.of(List.of("sum", "avg", "max", "peak-time"));
  private static final int DECIMALS = 1;
  private static final BigDecimal HUNDRED = new BigDecimal(100);

  private final Gate gate;
  private final ReadingLimits limits;

  public ComparePeriods(Gate gate, ReadingLimits limits) {
    this.gate = gate;
    this.limits = limits;
  }

  /**
   * @param usagePoint its id
   * @param zone of the building
   * @param current what was asked for
   * @param previous the period before it, just as long: whole months before whole months, whole
   *     days before whole days, else the same elapsed time
   * @param change null where one of the two is not covered well enough
   * @param note in plain words: what was compared, or why it was not
   */
  public record Answer(
      String usagePoint,
      ZoneId zone,
      Use current,
      Use previous,
      @Nullable Change change,
      String note) {}

  /**
   * @param interval as compared, not cut to the caller's occupancy
   */
  public record Use(Interval interval, Coverage coverage, Figures figures) {}

  /**
   * Means are compared as well as sums, since a month may be longer than the month before it.
   *
   * @param sumWh current less previous, over present values
   * @param sumPercent the same in per cent of the previous, one decimal, half even; null if that
   *     was zero
   * @param avgWh mean Wh per meter interval, current less previous
   * @param avgPercent the same in per cent of the previous; null if that was zero
   */
  public record Change(
      long sumWh,
      @Nullable BigDecimal sumPercent,
      BigDecimal avgWh,
      @Nullable BigDecimal avgPercent) {}

  /**
   * @param interval ISO 8601 interval or name, counted in the building's zone
   * @throws org.meterhaus.dissemination.access.RefusedException not-found, invalid-interval
   */
  public Answer withPrevious(Caller caller, String usagePointId, String interval) {
    return gate.readAudited(
        caller,
        "readings.compare-periods",
        "usage-point:" + usagePointId,
        scope -> answer(scope, Question.aboutUsagePoint(scope, usagePointId, interval), interval));
  }

  private Answer answer(CustomerScope scope, Question question, String expression) {
    Interval asked = IntervalExpression.resolve(expression, question.zone(), scope.now());
    Use current = use(scope, question, asked);
    Use previous = use(scope, question, before(asked, question.zone()));
    Change change = change(current, previous);
    return new Answer(
        question.id(), question.zone(), current, previous, change, note(current, previous));
  }

  private Use use(CustomerScope scope, Question question, Interval interval) {
    Interval held = Question.cut(interval, question.stays());
    int expected = expected(interval, question);
    if (held == null) {
      return new Use(interval, new Coverage(expected, 0, 0, ValueQuality.MISSING), Figures.NONE);
    }
    Question part = question.over(held);
    Tally tally =
        DayChoice.tallies(Cuts.of(part, null, 1).list(), part.days(scope, limits), FUNCTIONS)
            .getFirst();
    Coverage found = tally.coverage();
    // what lies outside the stay is not there for the caller
    boolean cut = found.expectedCount() < expected;
    return new Use(
        interval,
        new Coverage(
            Math.max(expected, found.expectedCount()),
            found.presentCount(),
            found.estimatedCount(),
            cut ? ValueQuality.MISSING : found.worstQuality()),
        tally.figures());
  }

  private static int expected(Interval interval, Question question) {
    return Math.toIntExact(
        interval.length().toSeconds() / question.channel().interval().toSeconds());
  }

  /** Pure. The period before, by the calendar where the interval lies on it. */
  static Interval before(Interval interval, ZoneId zone) {
    ZonedDateTime start = interval.start().atZone(zone);
    ZonedDateTime end = interval.end().atZone(zone);
    LocalDate first = start.toLocalDate();
    LocalDate after = end.toLocalDate();
    boolean wholeDays =
        first.atStartOfDay(zone).toInstant().equals(interval.start())
            && after.atStartOfDay(zone).toInstant().equals(interval.end());
    if (!wholeDays) {
      return new Interval(interval.start().minus(interval.length()), interval.start());
    }
    Instant begin;
    if (first.getDayOfMonth() == 1 && after.getDayOfMonth() == 1) {
      begin =
          first
              .minusMonths(Period.between(first, after).toTotalMonths())
              .atStartOfDay(zone)
              .toInstant();
    } else {
      begin = first.minusDays(ChronoUnit.DAYS.between(first, after)).atStartOfDay(zone).toInstant();
    }
    return new Interval(begin, interval.start());
  }

  /** Pure. */
  static @Nullable Change change(Use current, Use previous) {
    Long sum = current.figures().sumWh();
    Long before = previous.figures().sumWh();
    BigDecimal avg = current.figures().avgWh();
    BigDecimal avgBefore = previous.figures().avgWh();
    if (sum == null
        || before == null
        || avg == null
        || avgBefore == null
        || !isWellCovered(current)
        || !isWellCovered(previous)) {
      return null;
    }
    return new Change(
        sum - before,
        percent(BigDecimal.valueOf(sum - before), BigDecimal.valueOf(before)),
        avg.subtract(avgBefore),
        percent(avg.subtract(avgBefore), avgBefore));
  }

  private static boolean isWellCovered(Use use) {
    return use.coverage().share().compareTo(WELL_COVERED) >= 0;
  }

  private static @Nullable BigDecimal percent(BigDecimal part, BigDecimal whole) {
    return whole.signum() == 0
        ? null
        : part.multiply(HUNDRED).divide(whole, DECIMALS, RoundingMode.HALF_EVEN);
  }

  private static String note(Use current, Use previous) {
    boolean now = isWellCovered(current);
    boolean then = isWellCovered(previous);
    if (now && then) {
      return "Both periods are covered well enough to be compared.";
    }
    String which = now ? "the previous period" : then ? "this period" : "both periods";
    return "Not compared: too many values of %s are not there (%s %% and %s %% are; 95 %% are needed)."
        .formatted(which, percent(current), percent(previous));
  }

  private static String percent(Use use) {
    return use.coverage().share().multiply(HUNDRED).setScale(0, RoundingMode.DOWN).toString();
  }
}
