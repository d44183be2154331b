package org.meterhaus.db.customers;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.meterhaus.db.house.Channel;
import org.meterhaus.db.house.Device;

/**
 * An appliance as one customer may see it.
 *
 * @param reportedState what the meter said last: {@code on}, {@code off} or {@code unknown}
 * @param reportedAt when; null if it never did
 */
public record HeldDevice(
    Device device, Channel channel, String reportedState, @Nullable Instant reportedAt) {}
