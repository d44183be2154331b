package org.meterhaus.dissemination.time;

import java.time.Duration;
import java.time.Instant;

/**
 * A half-open stretch of time: {@code start} belongs to it, {@code end} does not.
 *
 * @param start first instant inside
 * @param end first instant after, later than {@code start}
 */
public record Interval(Instant start, Instant end) {

  public Interval {
    if (!start.isBefore(end)) {
      throw new IllegalArgumentException("end must be after start " + start + " but was " + end);
    }
  }

  public Duration length() {
    return Duration.between(start, end);
  }

  /** Whether all of {@code [from, to)} lies inside. */
  public boolean covers(Instant from, Instant to) {
    return !from.isBefore(start) && !to.isAfter(end);
  }

  @Override
  public String toString() {
    return start + "/" + end;
  }
}
