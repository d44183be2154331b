package org.meterhaus.db.alarms;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A device exceeded its limit.
 *
 * @param observedW mean power of the interval
 * @param limitW the limit at that time
 */
public record Alarm(
    UUID id,
    String customerId,
    String ruleId,
    String deviceId,
    Instant intervalStart,
    Instant intervalEnd,
    int observedW,
    int limitW,
    Instant raisedAt,
    Optional<Instant> acknowledgedAt) {}
