package org.meterhaus.dissemination.readings;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dissemination.access.Caller;
import org.meterhaus.dissemination.access.Gate;
import org.meterhaus.dissemination.access.Refusal;
import org.meterhaus.dissemination.access.RefusedException;
import org.meterhaus.dissemination.time.Buckets;
import org.meterhaus.dissemination.time.Periods.Bucket;
import org.meterhaus.dissemination.time.Resolution;

/** Readings of a usage point or of a device. */
public final class ExtractData {

  private final Gate gate;
  private final ReadingLimits limits;

  public ExtractData(Gate gate, ReadingLimits limits) {
    this.gate = gate;
    this.limits = limits;
  }

  /**
   * @param interval ISO 8601 interval or name, counted in the building's zone
   * @param resolution ISO 8601 duration, a multiple of the meter's interval; null means the meter's
   *     interval. A coarser value is the sum of its meter intervals and is null when one of them is
   * @throws org.meterhaus.dissemination.access.RefusedException not-found, invalid-interval,
   *     invalid-resolution, too-many-values
   */
  public Series ofUsagePoint(
      Caller caller, String usagePointId, String interval, @Nullable String resolution) {
    return gate.readAudited(
        caller,
        "readings.extract",
        "usage-point:" + usagePointId,
        scope -> {
          var question = Question.aboutUsagePoint(scope, usagePointId, interval);
          Resolution step = question.resolution(resolution);
          List<Bucket> buckets = buckets(question, step);
          return series(question, step, buckets, question.read(scope, limits))
              .with(EditRemarks.of(scope, question, scope.now()));
        });
  }

  /**
   * The same as it would have been answered at a moment: with the values that had been given out
   * then, and no others. Exact, also for days that were still growing.
   *
   * @param asOf ISO 8601 instant, not in the future
   * @throws org.meterhaus.dissemination.access.RefusedException not-found, invalid-interval,
   *     invalid-resolution, invalid-parameter (asOf), too-many-values
   */
  public Series ofUsagePointAsOf(
      Caller caller,
      String usagePointId,
      String interval,
      @Nullable String resolution,
      String asOf) {
    return gate.readAudited(
        caller,
        "readings.extract-as-of",
        "usage-point:" + usagePointId,
        scope -> {
          var question = Question.aboutUsagePoint(scope, usagePointId, interval);
          Instant then = moment(asOf, scope.now());
          Resolution step = question.resolution(resolution);
          List<Bucket> buckets = buckets(question, step);
          return series(question, step, buckets, question.readAsOf(scope, limits, then))
              .with(EditRemarks.of(scope, question, then));
        });
  }

  private static Instant moment(String text, Instant now) {
    try {
      Instant then = Instant.parse(text);
      if (!then.isAfter(now)) {
        return then;
      }
    } catch (DateTimeParseException _) {
      // refused below, with the same words
    }
    throw new RefusedException(
        new Refusal.InvalidParameter(
            "asOf", "it must be an instant such as 2026-11-20T12:00:00Z, not in the future"));
  }

  /** The same for the channel that measures a device. */
  public Series ofDevice(
      Caller caller, String deviceId, String interval, @Nullable String resolution) {
    return gate.readAudited(
        caller,
        "readings.extract",
        "device:" + deviceId,
        scope -> {
          var question = Question.aboutDevice(scope, deviceId, interval);
          Resolution step = question.resolution(resolution);
          List<Bucket> buckets = buckets(question, step);
          return series(question, step, buckets, question.read(scope, limits));
        });
  }

  private List<Bucket> buckets(Question question, Resolution step) {
    return Buckets.cut(question.interval(), question.zone(), step, limits.maxValues());
  }

  /**
   * Pure: the slots, put together to values of the resolution. A meter interval counts in the
   * bucket in which it starts.
   */
  public static Series series(
      Question question, Resolution step, List<Bucket> buckets, Slots slots) {
    var values = new ArrayList<Value>(buckets.size());
    if (step.isClock() && step.clock().equals(slots.interval())) {
      for (int slot = 0; slot < slots.size(); slot++) {
        values.add(slots.value(slots.start(slot), slots.end(slot), slot, slot + 1));
      }
    } else {
      for (Bucket bucket : buckets) {
        int from = slots.firstFrom(bucket.start());
        int to = slots.firstFrom(bucket.end());
        if (from < to) {
          values.add(slots.value(bucket.start(), bucket.end(), from, to));
        }
      }
    }
    return new Series(
        question.id(),
        question.interval(),
        question.zone(),
        step.toString(),
        slots.size(),
        slots.present(),
        slots.dataUntil(),
        values,
        List.of());
  }
}
