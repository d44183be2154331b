package org.meterhaus.dissemination.cost;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.db.tariffs.Tariffs;
import org.meterhaus.dissemination.access.Caller;
import org.meterhaus.dissemination.access.CustomerScope;
import org.meterhaus.dissemination.access.Gate;
import org.meterhaus.dissemination.readings.Question;
import org.meterhaus.dissemination.readings.ReadingLimits;
import org.meterhaus.dissemination.readings.Slots;
import org.meterhaus.dissemination.sub.Coverage;
import org.meterhaus.dissemination.sub.Cuts;
import org.meterhaus.dissemination.time.Interval;
import org.meterhaus.dissemination.time.Periods;

/** What a usage point's energy costs by its tariff. */
public final class EnergyCost {

  private final Gate gate;
  private final ReadingLimits limits;

  public EnergyCost(Gate gate, ReadingLimits limits) {
    this.gate = gate;
    this.limits = limits;
  }

  /**
   * @param usagePoint its id
   * @param interval that was answered: what was asked for, cut to the caller's occupancy
   * @param zone of the building
   * @param bucket ISO 8601 duration, or {@code interval}
   * @param dataUntil end of the newest meter interval that has a value; null if there is none
   * @param whole over the interval
   * @param buckets oldest first
   */
  public record Answer(
      String usagePoint,
      Interval interval,
      ZoneId zone,
      String bucket,
      @Nullable Instant dataUntil,
      Bucket whole,
      List<Bucket> buckets) {

    /** What is not in the amounts, in plain words; null if nothing. */
    public @Nullable String note() {
      var parts = new ArrayList<String>();
      Coverage coverage = whole.coverage();
      int missing = coverage.expectedCount() - coverage.presentCount();
      if (missing > 0) {
        parts.add(
            "%d of %d values are not there: what was used then is not in the cost."
                .formatted(missing, coverage.expectedCount()));
      }
      if (whole.cost().unpricedCount() > 0) {
        parts.add(
            "%d Wh were used while there was no tariff: they are not in the cost."
                .formatted(whole.cost().unpricedWh()));
      }
      if (coverage.estimatedCount() > 0) {
        parts.add(
            "%d of %d values are estimated."
                .formatted(coverage.estimatedCount(), coverage.expectedCount()));
      }
      return parts.isEmpty() ? null : String.join(" ", parts);
    }
  }

  /**
   * @param start first instant inside
   * @param end first instant after
   * @param partial whether the interval cuts the bucket short
   */
  public record Bucket(Instant start, Instant end, boolean partial, Coverage coverage, Cost cost) {

    /** Whether every meter interval has a value and a price. */
    public boolean isComplete() {
      return coverage.presentCount() == coverage.expectedCount() && cost.unpricedCount() == 0;
    }
  }

  /**
   * @param interval ISO 8601 interval or name, counted in the building's zone
   * @param bucket ISO 8601 duration from the meter's interval to P1Y; null or {@code interval} for
   *     one bucket
   * @throws org.meterhaus.dissemination.access.RefusedException not-found, invalid-interval,
   *     invalid-resolution, too-many-values
   */
  public Answer ofUsagePoint(
      Caller caller, String usagePointId, String interval, @Nullable String bucket) {
    return gate.readAudited(
        caller,
        "readings.cost",
        "usage-point:" + usagePointId,
        scope -> answer(scope, Question.aboutUsagePoint(scope, usagePointId, interval), bucket));
  }

  private Answer answer(CustomerScope scope, Question question, @Nullable String bucket) {
    Cuts cuts = Cuts.of(question, bucket, limits.maxValues());
    var calendar =
        new PriceCalendar(new Tariffs(scope.session()).of(question.id()), question.zone());
    Slots slots = question.read(scope, limits);
    var whole = new Periods.Bucket(question.interval().start(), question.interval().end(), false);
    var buckets = new ArrayList<Bucket>(cuts.list().size());
    for (Periods.Bucket cut : cuts.list()) {
      Bucket priced = bucket(cut, question, slots, calendar, scope.now());
      if (priced.coverage().expectedCount() > 0) {
        buckets.add(priced);
      }
    }
    return new Answer(
        question.id(),
        question.interval(),
        question.zone(),
        cuts.name(),
        slots.dataUntil(),
        bucket(whole, question, slots, calendar, scope.now()),
        buckets);
  }

  /** Pure. */
  private static Bucket bucket(
      Periods.Bucket cut, Question question, Slots slots, PriceCalendar calendar, Instant now) {
    int from = slots.firstFrom(cut.start());
    int to = slots.firstFrom(cut.end());
    var bill = new Bill(calendar);
    bill.add(slots, from, to);
    for (LocalDate day : daysBegun(cut, question, now)) {
      bill.addStanding(day);
    }
    return new Bucket(
        cut.start(), cut.end(), cut.partial(), Coverage.of(slots, from, to), bill.cost());
  }

  /** Days that begin in the bucket while the caller has the usage point, and have begun by now. */
  private static List<LocalDate> daysBegun(Periods.Bucket cut, Question question, Instant now) {
    var days = new ArrayList<LocalDate>();
    LocalDate day = cut.start().atZone(question.zone()).toLocalDate();
    for (; ; day = day.plusDays(1)) {
      Instant begin = day.atStartOfDay(question.zone()).toInstant();
      if (!begin.isBefore(cut.end()) || begin.isAfter(now)) {
        return days;
      }
      boolean begins = begin.isBefore(day.plusDays(1).atStartOfDay(question.zone()).toInstant());
      if (begins
          && !begin.isBefore(cut.start())
          && question.stays().stream().anyMatch(stay -> stay.covers(begin, begin.plusNanos(1)))) {
        days.add(day);
      }
    }
  }
}
