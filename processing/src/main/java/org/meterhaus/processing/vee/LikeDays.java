package org.meterhaus.processing.vee;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.OptionalDouble;
import org.meterhaus.db.blocks.Quality;

/**
 * What a channel used at the same time of day on the latest days of the same type (working day,
 * Saturday, Sunday). Only measured values serve; estimates never feed estimates.
 */
final class LikeDays {
  private final Slots slots;
  private final Rules rules;
  private final long[] measured;
  private final Quality[] quality;

  /**
   * @param measured by slot, read where {@code quality} is {@link Quality#MEASURED}
   */
  LikeDays(Slots slots, Rules rules, long[] measured, Quality[] quality) {
    this.slots = slots;
    this.rules = rules;
    this.measured = measured;
    this.quality = quality;
  }

  private enum Type {
    WORKING_DAY,
    SATURDAY,
    SUNDAY;

    static Type of(LocalDate day) {
      return switch (day.getDayOfWeek()) {
        case SATURDAY -> SATURDAY;
        case SUNDAY -> SUNDAY;
        case DayOfWeek _ -> WORKING_DAY;
      };
    }
  }

  /** Mean in Wh; empty when no like day has the value. */
  OptionalDouble mean(int slot) {
    ZonedDateTime start = slots.start(slot).atZone(slots.zone());
    LocalDate day = start.toLocalDate();
    Type type = Type.of(day);
    long sum = 0;
    int found = 0;
    for (int back = 1; back <= rules.historyDays() && found < rules.likeDays(); back++) {
      LocalDate like = day.minusDays(back);
      if (Type.of(like) != type) {
        continue;
      }
      // the local time, not the slot number: days around a clock change have other numbers
      int same = slots.boundary(like.atTime(start.toLocalTime()).atZone(slots.zone()).toInstant());
      if (same >= 0 && quality[same] == Quality.MEASURED) {
        sum += measured[same];
        found++;
      }
    }
    return found == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) sum / found);
  }
}
