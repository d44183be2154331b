package org.meterhaus.meters;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.TemporalAdjusters;
import org.jspecify.annotations.Nullable;

/**
 * A moment that comes back every week or every day, in UTC.
 *
 * @param day the day of the week, or null for every day
 * @param time whole minutes
 */
public record Weekly(@Nullable DayOfWeek day, LocalTime time) {

  public Weekly {
    if (time.getSecond() != 0 || time.getNano() != 0) {
      throw new IllegalArgumentException("time must be whole minutes but was " + time);
    }
  }

  /** The latest occurrence that is not after {@code t}. */
  public Instant lastUntil(Instant t) {
    ZonedDateTime now = t.atZone(ZoneOffset.UTC);
    ZonedDateTime candidate = now.with(time);
    if (day != null) {
      candidate = candidate.with(TemporalAdjusters.previousOrSame(day));
    }
    return (candidate.isAfter(now) ? candidate.minus(period()) : candidate).toInstant();
  }

  /** Whether {@code t} is within {@code length} from the latest occurrence. */
  public boolean covers(Instant t, Duration length) {
    return t.isBefore(lastUntil(t).plus(length));
  }

  /** Time between two occurrences. */
  public Duration period() {
    return Duration.ofDays(day == null ? 1 : 7);
  }
}
