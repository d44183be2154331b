package org.meterhaus.db.blocks;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * When days begin in a zone. The calendar knows; but the same few days of the same few zones are
 * asked for again and again, for every channel of a building, so what it said of them is kept.
 * Thread-safe.
 */
public final class Midnights {
  /** Zones are at most this far from UTC. */
  private static final long FURTHEST_S = 18 * 3600;

  private static final long DAY_S = 86_400;
  private static final int KEPT = 1024;

  private static final AtomicReferenceArray<@Nullable Midnight> MIDNIGHTS =
      new AtomicReferenceArray<>(KEPT);

  private record Midnight(ZoneId zone, long day, long second) {}

  private Midnights() {}

  /**
   * Seconds since the epoch at which a day begins: at midnight, or when the clock jumps over it.
   */
  public static long second(LocalDate day, ZoneId zone) {
    return second(day.toEpochDay(), zone);
  }

  private static long second(long day, ZoneId zone) {
    // days beside each other never push each other out
    int place = (int) ((day + zone.hashCode()) & (KEPT - 1));
    @Nullable Midnight kept = MIDNIGHTS.getPlain(place);
    if (kept == null || kept.day() != day || !kept.zone().equals(zone)) {
      long second = LocalDate.ofEpochDay(day).atStartOfDay(zone).toEpochSecond();
      kept = new Midnight(zone, day, second);
      MIDNIGHTS.setRelease(place, kept);
    }
    return kept.second();
  }

  /**
   * The day in which a moment lies.
   *
   * @param second since the epoch
   */
  public static LocalDate dayOf(long second, ZoneId zone) {
    long day = Math.floorDiv(second - FURTHEST_S, DAY_S);
    while (second(day + 1, zone) <= second) {
      day++;
    }
    return LocalDate.ofEpochDay(day);
  }
}
