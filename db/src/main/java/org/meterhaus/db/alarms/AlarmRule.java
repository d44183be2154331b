package org.meterhaus.db.alarms;

import java.time.Instant;

/**
 * A limit that a customer set on a device.
 *
 * @param id chosen by the customer, unique for the customer
 * @param limitW mean power of an interval above which an alarm is raised, 1 W or more
 * @param version 1 for the first, one more with every change
 * @param updatedAt last change: only intervals that end later are judged
 */
public record AlarmRule(
    String id,
    String customerId,
    String deviceId,
    int limitW,
    boolean enabled,
    int version,
    Instant updatedAt) {

  public AlarmRule {
    if (id.isBlank() || id.length() > 64) {
      throw new IllegalArgumentException("id must have 1..64 characters but was '" + id + "'");
    }
    if (limitW < 1) {
      throw new IllegalArgumentException("limitW must be 1 or more but was " + limitW);
    }
    if (version < 1) {
      throw new IllegalArgumentException("version must be 1 or more but was " + version);
    }
  }
}
