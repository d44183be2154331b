package org.meterhaus.dissemination.readings;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.meterhaus.db.blocks.DayBlock;
import org.meterhaus.db.blocks.DayFigure;
import org.meterhaus.db.blocks.DayFigures;
import org.meterhaus.db.customers.Stay;
import org.meterhaus.dissemination.time.Interval;

/**
 * A channel over an interval, a day at a time: the figures of every day, and the values of those
 * days whose values somebody needs. Says the same as {@link Slots} and reads far less. Lives as
 * long as its transaction.
 */
public final class DaySeries {

  private final DayFigures stored;
  private final long channelId;
  private final Slots.Extent extent;
  private final List<Stay> stays;
  private final Instant late;
  private final List<Day> days;

  private DaySeries(
      DayFigures stored,
      long channelId,
      Slots.Extent extent,
      Interval interval,
      List<Stay> stays,
      Instant late) {
    this.stored = stored;
    this.channelId = channelId;
    this.extent = extent;
    this.stays = stays;
    this.late = late;
    this.days = days(stored, channelId, extent, interval, stays);
  }

  /**
   * A calendar day, as far as the interval covers it.
   *
   * @param start of the day, or of the interval if that is later
   * @param end of the day, or of the interval if that is earlier
   * @param figure of the whole day if that is all there is to say: the interval and the caller's
   *     stay cover the day, and every value of it is there and measured; otherwise null
   */
  public record Day(LocalDate date, Instant start, Instant end, @Nullable DayFigure figure) {}

  static DaySeries of(
      DayFigures stored,
      long channelId,
      Slots.Extent extent,
      Interval interval,
      List<Stay> stays,
      Instant late) {
    return new DaySeries(stored, channelId, extent, interval, stays, late);
  }

  private static List<Day> days(
      DayFigures stored, long channelId, Slots.Extent extent, Interval interval, List<Stay> stays) {
    LocalDate first = interval.start().atZone(extent.zone()).toLocalDate();
    LocalDate last = interval.end().minusNanos(1).atZone(extent.zone()).toLocalDate();
    var figures = new HashMap<LocalDate, DayFigure>();
    for (DayFigure figure : stored.find(channelId, first, last.plusDays(1))) {
      figures.put(figure.day(), figure);
    }
    var days = new ArrayList<Day>();
    Instant dayStart = first.atStartOfDay(extent.zone()).toInstant();
    for (LocalDate date = first; !date.isAfter(last); date = date.plusDays(1)) {
      Instant dayEnd = date.plusDays(1).atStartOfDay(extent.zone()).toInstant();
      // a date that a zone skipped (Samoa, 2011-12-30) has no time in it
      if (dayStart.isBefore(dayEnd)) {
        Instant start = interval.start().isAfter(dayStart) ? interval.start() : dayStart;
        Instant end = interval.end().isBefore(dayEnd) ? interval.end() : dayEnd;
        DayFigure figure = figures.get(date);
        boolean enough =
            figure != null
                && figure.isMeasured()
                && extent.dataUntil() != null
                && !dayEnd.isAfter(extent.dataUntil())
                && interval.covers(dayStart, dayEnd)
                && isHeld(stays, dayStart, dayEnd);
        days.add(new Day(date, start, end, enough ? figure : null));
      }
      dayStart = dayEnd;
    }
    return List.copyOf(days);
  }

  private static boolean isHeld(List<Stay> stays, Instant start, Instant end) {
    return stays.stream().anyMatch(stay -> stay.covers(start, end));
  }

  /** Every day that the interval touches, oldest first. */
  public List<Day> days() {
    return days;
  }

  /** As {@link Slots#dataUntil}. */
  public @Nullable Instant dataUntil() {
    return Slots.known(extent.dataUntil(), stays);
  }

  /** Length of a meter interval, seconds. */
  public int intervalS() {
    return extent.intervalS();
  }

  /** The slots of some of the {@link #days}, by date; one more query. */
  public Map<LocalDate, Slots> read(Collection<Day> some) {
    var blocks = new HashMap<LocalDate, DayBlock>();
    for (DayBlock block : stored.blocks(channelId, some.stream().map(Day::date).toList())) {
      blocks.put(block.day(), block);
    }
    var slots = new HashMap<LocalDate, Slots>();
    for (Day day : some) {
      DayBlock block = blocks.get(day.date());
      slots.put(
          day.date(),
          Slots.of(
              extent,
              new Interval(day.start(), day.end()),
              stays,
              block == null ? Map.of() : Map.of(day.date(), block.values()),
              late));
    }
    return slots;
  }
}
