package org.meterhaus.processing.outage;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.meterhaus.db.arrivals.Reading;
import org.meterhaus.db.outages.OutageMember;
import org.meterhaus.db.outages.Supply;

/**
 * What the load profile that a meter kept says about its supply while we heard nothing. Pure.
 *
 * <p>Three things speak: the power-failure bit of the interval's status (AMR profile status, bit 7
 * "power down", DSMR P2 companion standard and IDIS), a hole in the profile over which the register
 * stood still (a meter without supply writes no rows), and energy in interval after interval (it
 * was the network). A flat in which nobody uses anything does not tell.
 */
public final class SupplyEvidence {

  /** Power down, at some time in the interval. */
  public static final int POWER_DOWN = 0x80;

  /** Of the intervals of a silence, those with energy must be this many for it to be evidence. */
  private static final double LIVELY = 0.5;

  private SupplyEvidence() {}

  /**
   * @param interval of the profile
   * @param readings that came after the silence began, in any order; repeats do no harm
   * @param until end of the silence: only what ends at or before it counts
   */
  public static Supply of(
      OutageMember member, Duration interval, List<Reading> readings, Instant until) {
    var rows = new TreeMap<Instant, Reading>();
    for (Reading reading : readings) {
      if (reading.end().isAfter(member.dataUntil())
          && !reading.end().isAfter(until.plus(interval))) {
        // of two for the same end the larger status is the more telling one
        rows.merge(reading.end(), reading, (a, b) -> b.status() > a.status() ? b : a);
      }
    }
    var off = new Off();
    long energyWh = 0;
    int lively = 0;
    int ended = 0;
    boolean hasHoles = false;
    Instant before = member.dataUntil();
    OptionalLong registerBefore = member.registerWh();
    for (Reading row : rows.values()) {
      Instant start = row.end().minus(interval);
      if (start.isAfter(before)) {
        if (stoodStill(registerBefore, row)) {
          off.add(before, start);
        } else {
          hasHoles = true;
        }
      }
      if ((row.status() & POWER_DOWN) != 0) {
        off.add(start, row.end());
      }
      if (!row.end().isAfter(until)) {
        ended++;
        if (row.energyWh().orElse(0) > 0) {
          lively++;
          energyWh += row.energyWh().getAsInt();
        }
      }
      before = row.end();
      registerBefore = row.registerWh();
    }
    if (off.from != null && off.until != null) {
      return new Supply.Off(off.from, off.until);
    }
    boolean toTheEnd = before.plus(interval).isAfter(until);
    return !hasHoles && toTheEnd && energyWh > 0 && lively >= LIVELY * ended
        ? new Supply.On(energyWh)
        : new Supply.Unknown();
  }

  /** Whether the register advanced by no more than the interval after the hole explains. */
  private static boolean stoodStill(OptionalLong before, Reading after) {
    return before.isPresent()
        && after.registerWh().isPresent()
        && after.registerWh().getAsLong() - before.getAsLong() == after.energyWh().orElse(0);
  }

  /** The span from the first to the last sign of no supply. */
  private static final class Off {
    private @Nullable Instant from;
    private @Nullable Instant until;

    void add(Instant start, Instant end) {
      if (from == null) {
        from = start;
      }
      until = end;
    }
  }
}
