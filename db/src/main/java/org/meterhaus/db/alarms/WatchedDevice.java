package org.meterhaus.db.alarms;

import java.time.Instant;
import java.util.Optional;

/**
 * A rule together with its device and the time in which the device is its customer's to watch: the
 * rule of somebody who moved out says nothing of the next tenant.
 *
 * @param deviceName as the customer knows it
 * @param validFrom when the customer moved in
 * @param validUntil when the customer moved out; empty: lives there
 */
public record WatchedDevice(
    AlarmRule rule, String deviceName, Instant validFrom, Optional<Instant> validUntil) {

  /** Whether the whole of {@code [start, end)} is the customer's. */
  public boolean covers(Instant start, Instant end) {
    return !start.isBefore(validFrom) && validUntil.map(until -> !end.isAfter(until)).orElse(true);
  }
}
