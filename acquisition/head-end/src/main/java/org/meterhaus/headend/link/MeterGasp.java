package org.meterhaus.headend.link;

import java.time.Instant;
import java.util.Optional;

/**
 * When a sink last heard from a meter that its power was going; times are the sink's.
 *
 * @param overAt when the meter said that its power is back, or answered again; empty while neither
 *     has happened
 */
public record MeterGasp(Instant at, Optional<Instant> overAt) {}
