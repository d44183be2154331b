package org.meterhaus.rest.edge;

import java.time.Instant;
import org.meterhaus.dissemination.time.Interval;

/** A half-open interval on the wire. */
public record IntervalJson(Instant start, Instant end) {

  public static IntervalJson of(Interval interval) {
    return new IntervalJson(interval.start(), interval.end());
  }
}
