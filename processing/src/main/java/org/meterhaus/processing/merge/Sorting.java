package org.meterhaus.processing.merge;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.meterhaus.db.arrivals.Delivery;
import org.meterhaus.db.arrivals.Reading;
import org.meterhaus.db.arrivals.Readings;
import org.meterhaus.db.blocks.Midnights;

/**
 * A delivery taken apart into days.
 *
 * @param days what belongs to each calendar day
 * @param fromTheFuture readings that end later than a clock can be wrong; they go into no day
 */
public record Sorting(SortedMap<LocalDate, RawValues> days, List<Reading> fromTheFuture) {

  /**
   * A meter's clock may be ahead of ours by this much; a reading from further ahead would make
   * everything up to it look missing.
   */
  public static final Duration AHEAD = Duration.ofHours(1);

  public static Sorting of(Delivery delivery, ZoneId zone) {
    Readings readings = delivery.readings();
    SortedMap<LocalDate, List<Readings>> runs = new TreeMap<>();
    var future = new ArrayList<Reading>();
    long latest = delivery.receivedAt().plus(AHEAD).getEpochSecond();
    int first = 0;
    while (first < readings.size()) {
      // an interval that ends at midnight is the last of its day
      LocalDate day = Midnights.dayOf(readings.endSecond(first) - 1, zone);
      long dayStart = Midnights.second(day, zone);
      long dayEnd = Math.min(latest, Midnights.second(day.plusDays(1), zone));
      int until = first;
      // readings come by the day: the calendar is asked when the day changes, not for each of them
      while (until < readings.size()
          && readings.endSecond(until) > dayStart
          && readings.endSecond(until) <= dayEnd) {
        until++;
      }
      if (until > first) {
        runs.computeIfAbsent(day, _ -> new ArrayList<>(1)).add(readings.subList(first, until));
        first = until;
      } else {
        future.add(readings.get(first++));
      }
    }
    SortedMap<LocalDate, RawValues> days = new TreeMap<>();
    runs.forEach((day, parts) ->
        days.put(
            day, RawValues.of(Readings.concat(parts), delivery.source(), delivery.receivedAt())));
    return new Sorting(days, List.copyOf(future));
  }
}
