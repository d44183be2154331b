package org.meterhaus.processing.vee;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.meterhaus.db.blocks.Midnights;

/**
 * The intervals of consecutive days numbered through from 0, and the boundaries between them: slot
 * {@code i} lies between boundaries {@code i} and {@code i + 1}.
 *
 * @param start of slot 0
 * @param count number of slots
 */
record Slots(Instant start, int count, int intervalS, ZoneId zone) {

  static Slots of(RawWindow window) {
    ZoneId zone = window.channel().zone();
    int intervalS = window.channel().intervalS();
    long start = Midnights.second(window.first(), zone);
    long end = Midnights.second(window.until(), zone);
    return new Slots(
        Instant.ofEpochSecond(start), (int) ((end - start) / intervalS), intervalS, zone);
  }

  /** Boundary at an instant, 0..count; -1 off the grid or outside. */
  int boundary(Instant instant) {
    long seconds = instant.getEpochSecond() - start.getEpochSecond();
    if (seconds < 0 || seconds % intervalS != 0 || seconds / intervalS > count) {
      return -1;
    }
    return (int) (seconds / intervalS);
  }

  /** Slots that end at or before an instant, 0..count. */
  int endedBy(Instant instant) {
    long seconds = instant.getEpochSecond() - start.getEpochSecond();
    return Math.clamp(Math.floorDiv(seconds, (long) intervalS), 0, count);
  }

  Instant start(int slot) {
    return start.plusSeconds((long) slot * intervalS);
  }

  /** First slot of a day of the window; that of the day after the last is {@code count}. */
  int first(LocalDate day) {
    long at = Midnights.second(day, zone);
    return (int) Math.floorDiv(at - start.getEpochSecond(), (long) intervalS);
  }

  /** How many slots fit into a duration, 0 or more. */
  int within(Duration duration) {
    return (int) (duration.toSeconds() / intervalS);
  }
}
