package org.meterhaus.processing.vee;

import java.time.Instant;
import java.time.LocalDate;
import org.meterhaus.db.blocks.CleanValues;

/**
 * A day as derived.
 *
 * @param due slots that ended by {@code dataUntil}, 0..all
 * @param dataUntil up to where the channel has reported, at most the day's end
 * @param settled whether every slot that was due was measured: then only its own day and the days
 *     beside it were asked
 */
public record CleanDay(
    LocalDate day, CleanValues values, int due, Instant dataUntil, boolean settled) {}
