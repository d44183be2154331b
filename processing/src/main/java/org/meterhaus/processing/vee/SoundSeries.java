package org.meterhaus.processing.vee;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.meterhaus.db.arrivals.Reading;
import org.meterhaus.processing.merge.RawDay;
import org.meterhaus.processing.merge.RawValue;

/**
 * A window about which there is nothing to decide: one row for every interval up to a last one,
 * each with energy and register, each energy the advance of its register. Most windows are like
 * that, and telling so costs one look at each row. What the rules would say of such a window is
 * known: every row is measured, nothing is noticed and nothing has to be estimated.
 *
 * <p>The conditions are stricter than the rules are: what is not sound is left to them, so that
 * nothing rests on this class but time.
 */
final class SoundSeries {
  private final int[] wh;
  private final int rows;

  private SoundSeries(int[] wh, int rows) {
    this.wh = wh;
    this.rows = rows;
  }

  /**
   * @param reported slots of the window that have ended by the channel's last report
   * @return empty if there is anything that only the rules can decide
   */
  static Optional<SoundSeries> of(RawWindow window, Slots slots, int reported, Rules rules) {
    // what gives a wrong clock away are times of day, not registers
    if (rules.clockShift()) {
      return Optional.empty();
    }
    var series = new SoundSeries(new int[reported], reported);
    return series.take(window.days(), slots, window.channel().maxWh(), rules)
        ? Optional.of(series)
        : Optional.empty();
  }

  private boolean take(List<RawDay> days, Slots slots, OptionalInt maxWh, Rules rules) {
    int most = maxWh.orElse(Integer.MAX_VALUE);
    long end = slots.start().getEpochSecond();
    long before = -1;
    int row = 0;
    int high = 0;
    for (RawDay day : days) {
      List<RawValue> values = day.values();
      for (int i = 0; i < values.size(); i++) {
        end += slots.intervalS();
        if (row == rows || !isPlain(values.get(i), end)) {
          return false;
        }
        Reading reading = values.get(i).reading();
        int energy = reading.energyWh().getAsInt();
        long register = reading.registerWh().getAsLong();
        if (energy < 0 || energy > most || !advances(before, register, energy, most, rules)) {
          return false;
        }
        if (energy > Screening.NEVER_CERTAIN_WH) {
          high++;
        }
        before = register;
        wh[row++] = energy;
      }
    }
    // a few that are far above all others would have the first one, which has no register before
    // it, judged by the channel's history
    return row == rows && (!rules.screening() || high < Screening.CERTAIN_FAULTS);
  }

  /** Whether a row is a meter's, in its time, whole and without any remark. */
  private static boolean isPlain(RawValue value, long end) {
    Reading reading = value.reading();
    return reading.end().getEpochSecond() == end
        && reading.status() == 0
        && reading.energyWh().isPresent()
        && reading.registerWh().isPresent()
        && value.source().kind().isEvidence();
  }

  private static boolean advances(long before, long register, int energy, int most, Rules rules) {
    if (before < 0) {
      return true;
    }
    long advance = register - before;
    return advance >= 0 && advance <= most && Math.abs(energy - advance) <= rules.toleranceWh();
  }

  /** Slots of the window that have a row: all before this one. */
  int rows() {
    return rows;
  }

  /**
   * The energies of {@code count} slots, 0 where no row has come yet.
   *
   * @param first of the slots, 0 or more
   */
  int[] wh(int first, int count) {
    return first >= rows ? new int[count] : Arrays.copyOfRange(wh, first, first + count);
  }

  /** Whether a slot lies between two registers. */
  boolean isConfirmed(int slot) {
    // the register at the start of the first belongs to the day before the window
    return slot > 0;
  }
}
