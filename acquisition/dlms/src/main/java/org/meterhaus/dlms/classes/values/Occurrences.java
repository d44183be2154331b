package org.meterhaus.dlms.classes.values;

import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.cosem.CosemTime;

/** When dates and times with wildcards come next. Pure; seconds are the finest. */
public final class Occurrences {

  /** Any date with a wildcard comes at least once in this time: 29 February does. */
  private static final int DAYS_AHEAD = 8 * 366;

  private Occurrences() {}

  /** The first moment after another that one of these stands for; null if there is none. */
  public static @Nullable LocalDateTime next(List<ExecutionTime> times, LocalDateTime after) {
    LocalDateTime first = null;
    for (ExecutionTime time : times) {
      LocalDateTime next = next(time, after);
      if (next != null && (first == null || next.isBefore(first))) {
        first = next;
      }
    }
    return first;
  }

  private static @Nullable LocalDateTime next(ExecutionTime time, LocalDateTime after) {
    LocalDate day = after.toLocalDate();
    int days = DAYS_AHEAD;
    if (time.date().isOneDay()) {
      LocalDate only = day(time);
      if (only == null || only.isBefore(day)) {
        return null;
      }
      day = only;
      days = 1;
    }
    for (int i = 0; i < days; i++, day = day.plusDays(1)) {
      if (time.date().matches(day)) {
        LocalTime next =
            next(time.time(), day.equals(after.toLocalDate()) ? after.toLocalTime() : null);
        if (next != null) {
          return day.atTime(next);
        }
      }
    }
    return null;
  }

  private static @Nullable LocalDate day(ExecutionTime time) {
    try {
      return LocalDate.of(time.date().year(), time.date().month(), time.date().dayOfMonth());
    } catch (java.time.DateTimeException _) {
      return null; // 30 February never comes
    }
  }

  /** The first time of a day after another; null stands for before the day. */
  public static @Nullable LocalTime next(CosemTime time, @Nullable LocalTime after) {
    if (time.isOneMoment()) {
      LocalTime only = time.first();
      return after == null || only.isAfter(after) ? only : null;
    }
    int second = time.first().getSecond();
    int from = after == null ? 0 : after.getHour() * 60 + after.getMinute();
    for (int minute = from; minute < 24 * 60; minute++) {
      LocalTime candidate = LocalTime.of(minute / 60, minute % 60, second);
      if (time.matches(candidate) && (after == null || candidate.isAfter(after))) {
        return candidate;
      }
    }
    return null;
  }
}
