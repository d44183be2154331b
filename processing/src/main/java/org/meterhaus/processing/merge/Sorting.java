package org.meterhaus.processing.merge;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.meterhaus.db.arrivals.Delivery;
import org.meterhaus.db.arrivals.Reading;

/**
 * A delivery taken apart into days.
 *
 * @param days what belongs to each calendar day
 * @param fromTheFuture readings that end later than a clock can be wrong; they go into no day
 */
public record Sorting(SortedMap<LocalDate, List<RawValue>> days, List<Reading> fromTheFuture) {

  /**
   * A meter's clock may be ahead of ours by this much; a reading from further ahead would make
   * everything up to it look missing.
   */
  public static final Duration AHEAD = Duration.ofHours(1);

  public static Sorting of(Delivery delivery, ZoneId zone) {
    SortedMap<LocalDate, List<RawValue>> days = new TreeMap<>();
    var future = new ArrayList<Reading>();
    Instant latest = delivery.receivedAt().plus(AHEAD);
    // readings come by the day: the calendar is asked when the day changes, not for each of them
    Instant dayStart = Instant.MAX;
    Instant dayEnd = Instant.MIN;
    List<RawValue> values = List.of();
    for (Reading reading : delivery.readings()) {
      Instant end = reading.end();
      if (end.isAfter(latest)) {
        future.add(reading);
        continue;
      }
      // an interval that ends at midnight is the last of its day
      if (!end.isAfter(dayStart) || end.isAfter(dayEnd)) {
        LocalDate day = end.minusSeconds(1).atZone(zone).toLocalDate();
        dayStart = day.atStartOfDay(zone).toInstant();
        dayEnd = day.plusDays(1).atStartOfDay(zone).toInstant();
        values = days.computeIfAbsent(day, _ -> new ArrayList<>());
      }
      values.add(new RawValue(reading, delivery.source(), delivery.receivedAt()));
    }
    return new Sorting(days, List.copyOf(future));
  }
}
