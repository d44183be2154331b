package org.meterhaus.processing.vee;

import java.time.Instant;
import java.util.OptionalLong;
import org.meterhaus.db.arrivals.Readings;
import org.meterhaus.db.blocks.DayGrid;
import org.meterhaus.processing.merge.RawDay;
import org.meterhaus.processing.merge.RawValues;

/** Whether something that arrives for one day can still change the day before. */
final class Edge {

  private Edge() {}

  /** Whether a meter's register came with the day, for whatever time. */
  static boolean hasRegister(RawDay day) {
    RawValues values = day.values();
    for (int i = 0; i < values.size(); i++) {
      if (values.readings().hasRegister(i) && isMeters(values, i)) {
        return true;
      }
    }
    return false;
  }

  /** Whether a meter's register came for the end of an interval: it ends what reaches over days. */
  static boolean hasRegisterInTime(RawDay day, DayGrid grid) {
    return anyInTime(day, grid, Readings::hasRegister);
  }

  /** Whether a meter's energy came for an interval. */
  static boolean hasEnergyInTime(RawDay day, DayGrid grid) {
    return anyInTime(day, grid, Readings::hasEnergy);
  }

  /** Whether a meter's register came for the end of every interval of the day. */
  static boolean hasEveryRegister(RawDay day, DayGrid grid) {
    RawValues values = day.values();
    Readings readings = values.readings();
    long start = grid.start().getEpochSecond();
    int ends = 0;
    long last = start;
    for (int i = 0; i < readings.size(); i++) {
      long end = readings.endSecond(i);
      if (end != last
          && (end - start) % grid.intervalS() == 0
          && readings.hasRegister(i)
          && isMeters(values, i)) {
        ends++;
        last = end;
      }
    }
    return ends == grid.slots();
  }

  /** What is asked of the reading at an index. */
  private interface Asked {
    boolean is(Readings readings, int i);
  }

  private static boolean anyInTime(RawDay day, DayGrid grid, Asked asked) {
    RawValues values = day.values();
    Readings readings = values.readings();
    long start = grid.start().getEpochSecond();
    for (int i = 0; i < readings.size(); i++) {
      if (asked.is(readings, i)
          && (readings.endSecond(i) - start) % grid.intervalS() == 0
          && isMeters(values, i)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whether the last interval of a day is certain whatever comes later: one undisputed report, and
   * if later days bring registers, one that its own registers confirm.
   */
  static boolean isSettledAtEnd(RawDay day, DayGrid grid, boolean laterRegisters, Rules rules) {
    At last = At.of(day, grid.end());
    if (last.disputed()) {
      return false;
    }
    if (!laterRegisters && last.register().isEmpty()) {
      return last.energy().isPresent();
    }
    At before = At.of(day, grid.start(grid.slots() - 1));
    if (before.disputed() || before.register().isEmpty() || last.register().isEmpty()) {
      return false;
    }
    long advance = last.register().getAsLong() - before.register().getAsLong();
    return advance >= 0
        && (last.energy().isEmpty()
            || Math.abs(advance - last.energy().getAsLong()) <= rules.toleranceWh());
  }

  private static boolean isMeters(RawValues values, int i) {
    return values.source(i).kind().isEvidence();
  }

  /** What meters report for one end. */
  private record At(OptionalLong energy, OptionalLong register, boolean disputed) {

    /** Values are in order of their end. */
    static At of(RawDay day, Instant end) {
      RawValues values = day.values();
      Readings readings = values.readings();
      long second = end.getEpochSecond();
      OptionalLong energy = OptionalLong.empty();
      OptionalLong register = OptionalLong.empty();
      boolean disputed = false;
      for (int i = values.size() - 1; i >= 0 && readings.endSecond(i) >= second; i--) {
        if (readings.endSecond(i) > second || !isMeters(values, i)) {
          continue;
        }
        if (readings.hasEnergy(i)) {
          long wh = readings.energyWh(i);
          disputed |= energy.isPresent() && energy.getAsLong() != wh;
          energy = OptionalLong.of(wh);
        }
        if (readings.hasRegister(i)) {
          long wh = readings.registerWh(i);
          disputed |= register.isPresent() && register.getAsLong() != wh;
          register = OptionalLong.of(wh);
        }
      }
      return new At(energy, register, disputed);
    }
  }
}
