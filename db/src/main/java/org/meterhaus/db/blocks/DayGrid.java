package org.meterhaus.db.blocks;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.OptionalInt;

/**
 * The intervals of one calendar day of a zone: 96 quarter hours, 92 or 100 when the clocks change.
 *
 * @param intervalS length of an interval in seconds, a divisor of 3600
 */
public record DayGrid(LocalDate day, ZoneId zone, int intervalS) {

  public DayGrid {
    if (intervalS <= 0 || 3600 % intervalS != 0) {
      throw new IllegalArgumentException("intervalS must divide 3600 but was " + intervalS);
    }
  }

  /** The grid of the day in which the interval that ends at {@code end} lies. */
  public static DayGrid ofIntervalEnding(Instant end, ZoneId zone, int intervalS) {
    return new DayGrid(Midnights.dayOf(end.getEpochSecond() - intervalS, zone), zone, intervalS);
  }

  public Instant start() {
    return Instant.ofEpochSecond(Midnights.second(day, zone));
  }

  public Instant end() {
    return Instant.ofEpochSecond(Midnights.second(day.plusDays(1), zone));
  }

  /** How many intervals the day has. */
  public int slots() {
    long seconds = Midnights.second(day.plusDays(1), zone) - Midnights.second(day, zone);
    return (int) (seconds / intervalS);
  }

  /** Start of a slot, 0..{@link #slots}; that of the slot after the last is the day's end. */
  public Instant start(int slot) {
    return start().plusSeconds((long) slot * intervalS);
  }

  public Instant end(int slot) {
    return start(slot + 1);
  }

  /** The slot whose interval ends at exactly {@code end}; empty off the grid or outside the day. */
  public OptionalInt slotEnding(Instant end) {
    long seconds = Duration.between(start(), end).toSeconds();
    if (seconds <= 0 || seconds % intervalS != 0 || end.isAfter(end())) {
      return OptionalInt.empty();
    }
    return OptionalInt.of((int) (seconds / intervalS) - 1);
  }
}
