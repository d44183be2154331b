package org.meterhaus.db.customers;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A time in which a customer had a usage point, [from, until).
 *
 * @param until null while it lasts
 */
public record Stay(Instant from, @Nullable Instant until) {

  /** Whether all of [start, end) lies inside. */
  public boolean covers(Instant start, Instant end) {
    return !start.isBefore(from) && (until == null || !end.isAfter(until));
  }
}
