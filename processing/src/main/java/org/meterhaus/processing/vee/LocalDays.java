package org.meterhaus.processing.vee;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;

/** Which local day each slot of a series lies in, and where the same time of another day is. */
final class LocalDays {
  /** No such slot. */
  static final int NONE = Integer.MIN_VALUE;

  /** Days that are used alike: people's weeks have working days, Saturdays and Sundays. */
  enum Type {
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

  private final Slots slots;
  private final int regular;

  /** Most series are sound and need no calendar: it is made when it is asked for. */
  private @Nullable Calendar calendar;

  LocalDays(Slots slots) {
    this.slots = slots;
    this.regular = 86_400 / slots.intervalS();
  }

  private static final class Calendar {
    /** By slot: number of its day, 0 for that of slot 0. */
    private final int[] day;

    /** By day: its first slot, negative where the series begins later; one more at the end. */
    private final int[] first;

    private final Type[] type;

    Calendar(Slots slots) {
      LocalDate begin = slots.start(0).atZone(slots.zone()).toLocalDate();
      LocalDate last = slots.start(slots.count() - 1).atZone(slots.zone()).toLocalDate();
      int days = (int) (last.toEpochDay() - begin.toEpochDay()) + 1;
      day = new int[slots.count()];
      first = new int[days + 1];
      type = new Type[days];
      for (int d = 0; d <= days; d++) {
        first[d] = slots.first(begin.plusDays(d));
      }
      for (int d = 0; d < days; d++) {
        type[d] = Type.of(begin.plusDays(d));
        int until = Math.min(slots.count(), first[d + 1]);
        for (int slot = Math.max(0, first[d]); slot < until; slot++) {
          day[slot] = d;
        }
      }
    }
  }

  private Calendar calendar() {
    Calendar made = calendar;
    if (made == null) {
      made = new Calendar(slots);
      calendar = made;
    }
    return made;
  }

  int count() {
    return calendar().type.length;
  }

  int day(int slot) {
    return calendar().day[slot];
  }

  Type type(int ofDay) {
    return calendar().type[ofDay];
  }

  /** First slot of a day, 0 or more. */
  int first(int ofDay) {
    return Math.max(0, calendar().first[ofDay]);
  }

  /** Slot after the last of a day. */
  int end(int ofDay) {
    return Math.min(slots.count(), calendar().first[ofDay + 1]);
  }

  /** Slots of a day without a clock change. */
  int regular() {
    return regular;
  }

  /** The slot at the same local time some days later or, negative, earlier; {@link #NONE}. */
  int counterpart(int slot, int days) {
    Calendar known = calendar();
    int from = known.day[slot];
    int to = from + days;
    if (to < 0 || to >= known.type.length) {
      return NONE;
    }
    int found;
    if (isRegular(known, from) && isRegular(known, to)) {
      found = known.first[to] + slot - known.first[from];
    } else {
      // the local time, not the number: days around a clock change have other numbers
      ZonedDateTime start = slots.start(slot).atZone(slots.zone());
      found =
          slots.boundary(
              start
                  .toLocalDate()
                  .plusDays(days)
                  .atTime(start.toLocalTime())
                  .atZone(slots.zone())
                  .toInstant());
    }
    return found < 0 || found >= slots.count() ? NONE : found;
  }

  private boolean isRegular(Calendar known, int ofDay) {
    return known.first[ofDay + 1] - known.first[ofDay] == regular;
  }
}
