package org.meterhaus.dissemination.sub;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dissemination.access.Caller;
import org.meterhaus.dissemination.access.CustomerScope;
import org.meterhaus.dissemination.access.Gate;
import org.meterhaus.dissemination.access.Refusal;
import org.meterhaus.dissemination.access.RefusedException;
import org.meterhaus.dissemination.readings.Question;
import org.meterhaus.dissemination.readings.ReadingLimits;
import org.meterhaus.dissemination.readings.Slots;
import org.meterhaus.dissemination.readings.ValueQuality;
import org.meterhaus.dissemination.time.Buckets;
import org.meterhaus.dissemination.time.Interval;
import org.meterhaus.dissemination.time.Periods;
import org.meterhaus.dissemination.time.Resolution;

/**
 * Maximum, minimum, average and sum of the meter intervals in each bucket, over the values that are
 * there.
 */
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
   * @param bucket ISO 8601 duration
   * @param functions that were computed
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
      Set<AggregateFunction> functions,
      int expectedCount,
      int presentCount,
      @Nullable Instant dataUntil,
      List<Bucket> buckets) {}

  /**
   * A function that was not asked for, or that has no value to work on, is null.
   *
   * @param start first instant inside
   * @param end first instant after
   * @param expectedCount meter intervals in the bucket
   * @param presentCount those of them that have a value
   * @param worstQuality of all meter intervals in it, missing ones included
   * @param partial whether the interval cuts the bucket short
   * @param max largest value and the start of the first meter interval that has it
   * @param min smallest value and the start of the first meter interval that has it
   * @param avgWh mean Wh per meter interval over present values, three decimals, half even
   * @param sumWh Wh over present values
   */
  public record Bucket(
      Instant start,
      Instant end,
      int expectedCount,
      int presentCount,
      ValueQuality worstQuality,
      boolean partial,
      @Nullable Extreme max,
      @Nullable Extreme min,
      @Nullable BigDecimal avgWh,
      @Nullable Long sumWh) {}

  /**
   * @param valueWh energy of the meter interval, Wh
   * @param at its start
   */
  public record Extreme(long valueWh, Instant at) {}

  /**
   * @param interval ISO 8601 interval or name, counted in the building's zone
   * @param bucket ISO 8601 duration from the meter's interval to P1Y
   * @param functions names, at least one of max, min, avg, sum
   * @throws org.meterhaus.dissemination.access.RefusedException not-found, invalid-interval,
   *     invalid-resolution, invalid-parameter (fn), too-many-values
   */
  public Answer ofUsagePoint(
      Caller caller, String usagePointId, String interval, String bucket, List<String> functions) {
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
      Caller caller, String deviceId, String interval, String bucket, List<String> functions) {
    return gate.readAudited(
        caller,
        "readings.aggregate",
        "device:" + deviceId,
        scope -> answer(scope, Question.aboutDevice(scope, deviceId, interval), bucket, functions));
  }

  private Answer answer(CustomerScope scope, Question question, String bucket, List<String> names) {
    Set<AggregateFunction> functions = functions(names);
    Resolution step = question.resolution(bucket);
    List<Periods.Bucket> cuts =
        Buckets.cut(
            question.interval(), question.zone(), step, limits.maxValues() / functions.size());
    Slots slots = question.read(scope, limits);
    var buckets = new ArrayList<Bucket>(cuts.size());
    for (Periods.Bucket cut : cuts) {
      int from = slots.firstFrom(cut.start());
      int to = slots.firstFrom(cut.end());
      if (from < to) {
        buckets.add(bucket(cut, slots, from, to, functions));
      }
    }
    return new Answer(
        question.id(),
        question.interval(),
        question.zone(),
        step.toString(),
        functions,
        slots.size(),
        slots.present(),
        slots.dataUntil(),
        buckets);
  }

  /** Pure. */
  static Bucket bucket(
      Periods.Bucket cut, Slots slots, int from, int to, Set<AggregateFunction> functions) {
    int max = -1;
    int min = -1;
    for (int slot = from; slot < to; slot++) {
      if (slots.isPresent(slot)) {
        max = max < 0 || slots.wh(slot) > slots.wh(max) ? slot : max;
        min = min < 0 || slots.wh(slot) < slots.wh(min) ? slot : min;
      }
    }
    int present = slots.present(from, to);
    Long sum = slots.sum(from, to);
    return new Bucket(
        cut.start(),
        cut.end(),
        to - from,
        present,
        slots.worst(from, to),
        cut.partial(),
        functions.contains(AggregateFunction.MAX) ? extreme(slots, max) : null,
        functions.contains(AggregateFunction.MIN) ? extreme(slots, min) : null,
        functions.contains(AggregateFunction.AVG) && sum != null ? mean(sum, present) : null,
        functions.contains(AggregateFunction.SUM) ? sum : null);
  }

  private static @Nullable Extreme extreme(Slots slots, int slot) {
    return slot < 0 ? null : new Extreme(slots.wh(slot), slots.start(slot));
  }

  private static BigDecimal mean(long sum, int present) {
    return BigDecimal.valueOf(sum).divide(BigDecimal.valueOf(present), 3, RoundingMode.HALF_EVEN);
  }

  private static Set<AggregateFunction> functions(List<String> names) {
    var functions = EnumSet.noneOf(AggregateFunction.class);
    for (String name : names) {
      functions.add(
          AggregateFunction.of(name)
              .orElseThrow(() -> refused("it must name functions out of max, min, avg and sum")));
    }
    if (functions.isEmpty()) {
      throw refused("it must name at least one of max, min, avg and sum");
    }
    return Collections.unmodifiableSet(functions);
  }

  private static RefusedException refused(String reason) {
    return new RefusedException(new Refusal.InvalidParameter("fn", reason));
  }
}
