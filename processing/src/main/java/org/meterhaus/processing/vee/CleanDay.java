package org.meterhaus.processing.vee;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.meterhaus.db.blocks.CleanValues;
import org.meterhaus.db.blocks.Note;

/**
 * A day as derived.
 *
 * @param due slots that ended by {@code dataUntil}, 0..all
 * @param dataUntil up to where the channel has reported, at most the day's end
 * @param settled whether every slot that was due was measured and needs no history to be believed:
 *     then only its own day and the days beside it were asked
 * @param notes what the rules noticed, in order of slot
 */
public record CleanDay(
    LocalDate day,
    CleanValues values,
    int due,
    Instant dataUntil,
    boolean settled,
    List<Note> notes) {}
