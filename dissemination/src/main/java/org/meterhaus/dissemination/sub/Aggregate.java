package org.meterhaus.dissemination.sub;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dissemination.access.Caller;
import org.meterhaus.dissemination.access.CustomerScope;
import org.meterhaus.dissemination.access.Gate;
import org.meterhaus.dissemination.readings.DaySeries;
import org.meterhaus.dissemination.readings.Question;
import org.meterhaus.dissemination.readings.ReadingLimits;
import org.meterhaus.dissemination.readings.Slots;
import org.meterhaus.dissemination.time.Interval;
import org.meterhaus.dissemination.time.Periods;

/** Functions of the meter intervals in each bucket, over the values that are there. */
public final class Aggregate {

  private final Gate gate;
  private final ReadingLimits limits;

  public Aggregate(Gate gate, ReadingLimits limits) {
    this.gate = gate;
    this.limits = limits;
  }

  /**
   * @param id of the usage point or device
   * @param interval that was answered: what was asked for, cut to the caller's occupancy
   * @param zone of the building
   * @param bucket ISO 8601 duration, or {@code interval}
   * @param functions names of what was computed
   * @param expectedCount meter intervals in the interval
   * @param presentCount those of them that have a value
   * @param dataUntil end of the newest meter interval that has a value; null if there is none at
   *     all
   * @param buckets oldest first
   */
  public record Answer(
      String id,
      Interval interval,
      ZoneId zone,
      String bucket,
      List<String> functions,
      int expectedCount,
      int presentCount,
      @Nullable Instant dataUntil,
      List<Bucket> buckets) {}

  /**
   * @param start first instant inside
   * @param end first instant after
   * @param partial whether the interval cuts the bucket short
   */
  public record Bucket(
      Instant start, Instant end, boolean partial, Coverage coverage, Figures figures) {}

  /**
   * @param interval ISO 8601 interval or name, counted in the building's zone
   * @param bucket ISO 8601 duration from the meter's interval to P1Y; null or {@code interval} for
   *     one bucket, which is the interval
   * @param functions names, at least one of {@link AggregateFunction} or p0 to p100
   * @throws org.meterhaus.dissemination.access.RefusedException not-found, invalid-interval,
   *     invalid-resolution, invalid-parameter (fn), too-many-values
   */
  public Answer ofUsagePoint(
      Caller caller,
      String usagePointId,
      String interval,
      @Nullable String bucket,
      List<String> functions) {
    return gate.readAudited(
        caller,
        "readings.aggregate",
        "usage-point:" + usagePointId,
        scope ->
            answer(
                scope, Question.aboutUsagePoint(scope, usagePointId, interval), bucket, functions));
  }

  /** The same for the channel that measures a device. */
  public Answer ofDevice(
      Caller caller,
      String deviceId,
      String interval,
      @Nullable String bucket,
      List<String> functions) {
    return gate.readAudited(
        caller,
        "readings.aggregate",
        "device:" + deviceId,
        scope -> answer(scope, Question.aboutDevice(scope, deviceId, interval), bucket, functions));
  }

  private Answer answer(
      CustomerScope scope, Question question, @Nullable String bucket, List<String> names) {
    Functions functions = Functions.of(names);
    Cuts cuts = Cuts.of(question, bucket, limits.maxValues() / functions.count());
    List<Tally> tallies;
    Instant dataUntil;
    if (cuts.onDays() && !functions.needValues()) {
      DaySeries series = question.days(scope, limits);
      tallies = DayChoice.tallies(cuts.list(), series, functions);
      dataUntil = series.dataUntil();
    } else {
      Slots slots = question.read(scope, limits);
      tallies = tallies(cuts.list(), slots, functions);
      dataUntil = slots.dataUntil();
    }
    var buckets = new ArrayList<Bucket>(tallies.size());
    int expected = 0;
    int present = 0;
    for (int i = 0; i < tallies.size(); i++) {
      Tally tally = tallies.get(i);
      if (!tally.isEmpty()) {
        Periods.Bucket cut = cuts.list().get(i);
        Coverage coverage = tally.coverage();
        buckets.add(new Bucket(cut.start(), cut.end(), cut.partial(), coverage, tally.figures()));
        expected += coverage.expectedCount();
        present += coverage.presentCount();
      }
    }
    return new Answer(
        question.id(),
        question.interval(),
        question.zone(),
        cuts.name(),
        functions.names(),
        expected,
        present,
        dataUntil,
        buckets);
  }

  /** Pure. A meter interval counts in the bucket in which it starts. */
  static List<Tally> tallies(List<Periods.Bucket> cuts, Slots slots, Functions functions) {
    var tallies = new ArrayList<Tally>(cuts.size());
    int intervalS = Math.toIntExact(slots.interval().toSeconds());
    for (Periods.Bucket cut : cuts) {
      var tally = new Tally(functions, intervalS);
      tally.add(slots, slots.firstFrom(cut.start()), slots.firstFrom(cut.end()));
      tallies.add(tally);
    }
    return tallies;
  }
}
