package org.meterhaus.db.blocks;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * One channel on one calendar day of its building, as last derived.
 *
 * @param revision 1 for the first, one more whenever anything that can be read here changed
 * @param dataUntil up to where the channel has reported, at most the day's end: later intervals are
 *     not missing but pending
 * @param derivation version of the rules that made the values
 * @param notes what the rules noticed, in order of slot
 * @param origin why it is as it is, and by which rules
 */
public record DayBlock(
    long channelId,
    LocalDate day,
    int revision,
    CleanValues values,
    DayAggregate aggregate,
    Instant dataUntil,
    int derivation,
    Instant derivedAt,
    List<Note> notes,
    Origin origin) {

  public DayBlock {
    notes = List.copyOf(notes);
  }

  /** One about which nothing was noticed. */
  public DayBlock(
      long channelId,
      LocalDate day,
      int revision,
      CleanValues values,
      DayAggregate aggregate,
      Instant dataUntil,
      int derivation,
      Instant derivedAt) {
    this(
        channelId,
        day,
        revision,
        values,
        aggregate,
        dataUntil,
        derivation,
        derivedAt,
        List.of(),
        Origin.FIRST);
  }
}
