package org.meterhaus.processing.vee;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.meterhaus.db.arrivals.Readings;
import org.meterhaus.db.arrivals.Source;
import org.meterhaus.processing.merge.RawDay;

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
      Readings readings = day.values().readings();
      if (!areAllEvidence(day.values().sources())) {
        return false;
      }
      for (int i = 0; i < readings.size(); i++) {
        end += slots.intervalS();
        // in its time, whole and without any remark
        if (row == rows || readings.endSecond(i) != end || !readings.isPlain(i)) {
          return false;
        }
        int energy = readings.energyWh(i);
        long register = readings.registerWh(i);
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

  private static boolean areAllEvidence(List<Source> sources) {
    for (Source source : sources) {
      if (!source.kind().isEvidence()) {
        return false;
      }
    }
    return true;
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
