package org.meterhaus.db.faults;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * @param state {@code open} at first
 */
public record FaultReport(
    UUID id,
    String customerId,
    @Nullable String usagePointId,
    @Nullable String deviceId,
    String description,
    String state,
    Instant createdAt) {}
