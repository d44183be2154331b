package org.meterhaus.dissemination.sub;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.meterhaus.db.blocks.DayFigure;
import org.meterhaus.dissemination.readings.DaySeries;
import org.meterhaus.dissemination.readings.DaySeries.Day;
import org.meterhaus.dissemination.readings.Slots;
import org.meterhaus.dissemination.time.Periods;

/**
 * Aggregates over buckets that begin and end at midnight: most days are settled by their figures,
 * and values are read only of days that are cut, incomplete or estimated, or that hold an extreme
 * or an end of their bucket. Gives what {@link Tally} over every slot gives.
 */
final class DayChoice {

  private DayChoice() {}

  /**
   * @param cuts on the calendar, together the interval of the series
   * @return one for each cut, in their order
   */
  static List<Tally> tallies(List<Periods.Bucket> cuts, DaySeries series, Functions functions) {
    List<List<Day>> daysOfCuts = daysOf(cuts, series.days());
    var inFull = new ArrayList<Day>();
    for (List<Day> days : daysOfCuts) {
      inFull.addAll(toRead(days, functions));
    }
    Map<LocalDate, Slots> read = series.read(inFull);
    var tallies = new ArrayList<Tally>(cuts.size());
    for (List<Day> days : daysOfCuts) {
      var tally = new Tally(functions, series.intervalS());
      for (Day day : days) {
        Slots slots = read.get(day.date());
        if (slots == null) {
          tally.addMeasured(Objects.requireNonNull(day.figure(), "unsettled days are read"));
        } else {
          tally.add(slots, 0, slots.size());
        }
      }
      tallies.add(tally);
    }
    return tallies;
  }

  /** A bound of a cut is a day's bound, or that of the interval, which cuts days too. */
  private static List<List<Day>> daysOf(List<Periods.Bucket> cuts, List<Day> days) {
    var grouped = new ArrayList<List<Day>>(cuts.size());
    int next = 0;
    for (Periods.Bucket cut : cuts) {
      int from = next;
      while (next < days.size() && days.get(next).start().isBefore(cut.end())) {
        next++;
      }
      grouped.add(days.subList(from, next));
    }
    return grouped;
  }

  /** Pure. Days of one bucket whose values are needed. */
  static List<Day> toRead(List<Day> days, Functions functions) {
    Day largest = null;
    Day smallest = null;
    Day first = null;
    Day last = null;
    var chosen = new ArrayList<Day>();
    for (Day day : days) {
      DayFigure figure = day.figure();
      if (figure == null) {
        chosen.add(day);
        continue;
      }
      first = first == null ? day : first;
      last = day;
      largest = largest == null || figure.maxWh() > maxWh(largest) ? day : largest;
      smallest = smallest == null || figure.minWh() < minWh(smallest) ? day : smallest;
    }
    if (functions.needExtremes()) {
      add(chosen, largest);
      add(chosen, smallest);
    }
    if (functions.needEnds()) {
      add(chosen, first);
      add(chosen, last);
    }
    return chosen;
  }

  private static int maxWh(Day day) {
    return Objects.requireNonNull(day.figure()).maxWh();
  }

  private static int minWh(Day day) {
    return Objects.requireNonNull(day.figure()).minWh();
  }

  private static void add(List<Day> chosen, @Nullable Day day) {
    if (day != null && !chosen.contains(day)) {
      chosen.add(day);
    }
  }
}
