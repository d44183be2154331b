package org.meterhaus.processing.vee;

import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;
import org.meterhaus.db.arrivals.Reading;
import org.meterhaus.db.blocks.DayGrid;
import org.meterhaus.processing.merge.RawDay;
import org.meterhaus.processing.merge.RawValue;

/** Whether something that arrives for one day can still change the day before. */
final class Edge {

  private Edge() {}

  /** Whether a meter's register came with the day, for whatever time. */
  static boolean hasRegister(RawDay day) {
    return day.values().stream()
        .anyMatch(value -> isMeters(value) && value.reading().registerWh().isPresent());
  }

  /** Whether a meter's register came for the end of an interval: it ends what reaches over days. */
  static boolean hasRegisterInTime(RawDay day, DayGrid grid) {
    return anyInTime(day, grid, value -> value.reading().registerWh().isPresent());
  }

  /** Whether a meter's energy came for an interval. */
  static boolean hasEnergyInTime(RawDay day, DayGrid grid) {
    return anyInTime(day, grid, value -> value.reading().energyWh().isPresent());
  }

  /** Whether a meter's register came for the end of every interval of the day. */
  static boolean hasEveryRegister(RawDay day, DayGrid grid) {
    long start = grid.start().getEpochSecond();
    int ends = 0;
    long last = start;
    for (RawValue value : day.values()) {
      long end = value.reading().end().getEpochSecond();
      if (end != last
          && (end - start) % grid.intervalS() == 0
          && isMeters(value)
          && value.reading().registerWh().isPresent()) {
        ends++;
        last = end;
      }
    }
    return ends == grid.slots();
  }

  private static boolean anyInTime(RawDay day, DayGrid grid, Predicate<RawValue> asked) {
    long start = grid.start().getEpochSecond();
    return day.values().stream()
        .anyMatch(value ->
            isMeters(value)
                && asked.test(value)
                && (value.reading().end().getEpochSecond() - start) % grid.intervalS() == 0);
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

  private static boolean isMeters(RawValue value) {
    return value.source().kind().isEvidence();
  }

  /** What meters report for one end. */
  private record At(OptionalLong energy, OptionalLong register, boolean disputed) {

    /** Values are in order of their end. */
    static At of(RawDay day, Instant end) {
      List<RawValue> values = day.values();
      OptionalLong energy = OptionalLong.empty();
      OptionalLong register = OptionalLong.empty();
      boolean disputed = false;
      for (int i = values.size() - 1; i >= 0; i--) {
        Reading reading = values.get(i).reading();
        int order = reading.end().compareTo(end);
        if (order < 0) {
          break;
        }
        if (order > 0 || !isMeters(values.get(i))) {
          continue;
        }
        if (reading.energyWh().isPresent()) {
          long wh = reading.energyWh().getAsInt();
          disputed |= energy.isPresent() && energy.getAsLong() != wh;
          energy = OptionalLong.of(wh);
        }
        if (reading.registerWh().isPresent()) {
          disputed |= register.isPresent() && !register.equals(reading.registerWh());
          register = reading.registerWh();
        }
      }
      return new At(energy, register, disputed);
    }
  }
}
