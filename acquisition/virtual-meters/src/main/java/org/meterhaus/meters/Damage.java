package org.meterhaus.meters;

import java.time.Instant;

/**
 * One interval that a meter does not deliver as it was measured: the truth that a repair is judged
 * by.
 *
 * @param meterId logical device name
 * @param channel 0 for the whole home
 * @param start of the interval
 * @param fault what is wrong with it
 */
public record Damage(String meterId, int channel, Instant start, Fault.OfProfile fault) {}
