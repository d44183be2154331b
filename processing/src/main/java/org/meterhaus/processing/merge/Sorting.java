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
    for (Reading reading : delivery.readings()) {
      if (reading.end().isAfter(delivery.receivedAt().plus(AHEAD))) {
        future.add(reading);
        continue;
      }
      // an interval that ends at midnight is the last of its day
      LocalDate day = reading.end().minusSeconds(1).atZone(zone).toLocalDate();
      days.computeIfAbsent(day, _ -> new ArrayList<>())
          .add(new RawValue(reading, delivery.source(), delivery.receivedAt()));
    }
    return new Sorting(days, List.copyOf(future));
  }
}
