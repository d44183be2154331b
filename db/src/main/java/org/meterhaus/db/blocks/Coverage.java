package org.meterhaus.db.blocks;

import java.time.Instant;
import java.time.LocalDate;

/**
 * From when to when a channel has data.
 *
 * @param firstDay first day with a block
 * @param lastDay last day with a block
 * @param dataUntil end of the latest interval or register received
 */
public record Coverage(long channelId, LocalDate firstDay, LocalDate lastDay, Instant dataUntil) {}
