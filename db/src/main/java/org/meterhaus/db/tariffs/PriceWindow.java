package org.meterhaus.db.tariffs;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A part of the year, of the week and of the day.
 *
 * @param price name of the price that holds in it
 * @param season null for the whole year
 * @param weekdays those it fits
 * @param holidays whether it fits holidays, which are none of the weekdays
 * @param fromMinute of the wall clock since midnight, 0..1439; belongs to it
 * @param untilMinute 1..1440, after {@code fromMinute}; does not belong to it
 */
public record PriceWindow(
    String price,
    @Nullable Season season,
    Set<DayOfWeek> weekdays,
    boolean holidays,
    int fromMinute,
    int untilMinute) {

  public static final int MINUTES_A_DAY = 1440;

  public PriceWindow {
    weekdays = Set.copyOf(weekdays);
    if (weekdays.isEmpty() && !holidays) {
      throw new IllegalArgumentException("a window needs a weekday or holidays");
    }
    if (fromMinute < 0 || untilMinute <= fromMinute || untilMinute > MINUTES_A_DAY) {
      throw new IllegalArgumentException(
          "0 <= from < until <= 1440 but were %d and %d".formatted(fromMinute, untilMinute));
    }
  }

  /**
   * Both ends belong to it; it may run over the new year.
   *
   * @param from first day
   * @param until last day
   */
  public record Season(MonthDay from, MonthDay until) {

    boolean covers(LocalDate day) {
      MonthDay date = MonthDay.from(day);
      boolean afterFrom = !date.isBefore(from);
      boolean beforeUntil = !date.isAfter(until);
      return from.isAfter(until) ? afterFrom || beforeUntil : afterFrom && beforeUntil;
    }
  }

  /** The window of a price that holds at all other times. */
  public static PriceWindow always(String price) {
    return new PriceWindow(price, null, EnumSet.allOf(DayOfWeek.class), true, 0, MINUTES_A_DAY);
  }

  /** Whether it fits a day at some hour. */
  public boolean covers(LocalDate day, boolean holiday) {
    return (holiday ? holidays : weekdays.contains(day.getDayOfWeek()))
        && (season == null || season.covers(day));
  }

  /**
   * @param minute of the wall clock since midnight
   */
  public boolean covers(int minute) {
    return fromMinute <= minute && minute < untilMinute;
  }

  boolean fitsAlways() {
    return season == null
        && holidays
        && weekdays.size() == DayOfWeek.values().length
        && fromMinute == 0
        && untilMinute == MINUTES_A_DAY;
  }
}
