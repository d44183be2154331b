package org.meterhaus.dissemination.sub;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dissemination.access.Caller;
import org.meterhaus.dissemination.readings.ValueQuality;
import org.meterhaus.dissemination.time.Interval;

/**
 * Maximum, minimum, average and sum of the meter intervals in each bucket, over the values that are
 * there.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class Aggregate {

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
    throw new UnsupportedOperationException();
  }

  /** The same for the channel that measures a device. */
  public Answer ofDevice(
      Caller caller, String deviceId, String interval, String bucket, List<String> functions) {
    throw new UnsupportedOperationException();
  }
}
