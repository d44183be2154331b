package org.meterhaus.dissemination.readings;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dissemination.time.Interval;

/**
 * Values of one usage point or device over an interval.
 *
 * @param id of the usage point or device
 * @param interval that was answered: what was asked for, cut to the caller's occupancy
 * @param zone of the building
 * @param resolution ISO 8601 duration
 * @param expectedCount meter intervals in the interval
 * @param presentCount those of them that have a value
 * @param dataUntil end of the newest meter interval that has a value; null if there is none at all
 * @param values oldest first, without holes inside the occupancy
 * @param edits by operators that hold, oldest first
 */
public record Series(
    String id,
    Interval interval,
    ZoneId zone,
    String resolution,
    int expectedCount,
    int presentCount,
    @Nullable Instant dataUntil,
    List<Value> values,
    List<EditRemark> edits) {

  /**
   * Why values are not the meter's own.
   *
   * @param text from the operator to the customer
   * @param at when the operator put the values in place
   */
  public record EditRemark(Instant start, Instant end, String text, Instant at) {}

  Series with(List<EditRemark> remarks) {
    return new Series(
        id, interval, zone, resolution, expectedCount, presentCount, dataUntil, values, remarks);
  }
}
