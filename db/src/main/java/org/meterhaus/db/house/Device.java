package org.meterhaus.db.house;

import org.jspecify.annotations.Nullable;

/**
 * An appliance.
 *
 * @param kind such as {@code kettle}
 * @param channelId that measures it
 * @param relayObis disconnect control (class 70) on the meter of that channel; null when it cannot
 *     be switched
 */
public record Device(
    String id,
    String usagePointId,
    String name,
    String kind,
    long channelId,
    @Nullable String relayObis) {}
