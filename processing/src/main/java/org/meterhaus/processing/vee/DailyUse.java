package org.meterhaus.processing.vee;

import java.util.BitSet;
import org.meterhaus.db.blocks.Quality;
import org.meterhaus.processing.vee.Validation.AnchoredGap;

/**
 * What a channel used a day, as far as its meter says: measured intervals, and over gaps what the
 * register advanced. Estimates without a register are not asked.
 */
final class DailyUse {
  /** A day of which less is known is not known. */
  private static final double LEAST_PART = 0.9;

  /** Wh and known days before each day. */
  private final double[] whBefore;

  private final int[] knownBefore;

  private DailyUse(int days) {
    this.whBefore = new double[days + 1];
    this.knownBefore = new int[days + 1];
  }

  static DailyUse of(LocalDays days, Validation validation) {
    long[] energy = validation.energy();
    Quality[] quality = validation.quality();
    double[] anchored = new double[validation.gaps().isEmpty() ? 0 : energy.length];
    var inGap = new BitSet();
    for (AnchoredGap gap : validation.gaps()) {
      for (int slot : gap.slots()) {
        anchored[slot] = (double) gap.totalWh() / gap.slots().length;
        inGap.set(slot);
      }
    }
    var use = new DailyUse(days.count());
    for (int day = 0; day < days.count(); day++) {
      double wh = 0;
      int known = 0;
      int end = days.end(day);
      for (int slot = days.first(day); slot < end; slot++) {
        if (quality[slot] != Quality.MISSING) {
          wh += energy[slot];
          known++;
        } else if (inGap.get(slot)) {
          wh += anchored[slot];
          known++;
        }
      }
      boolean enough = known >= LEAST_PART * days.regular();
      use.whBefore[day + 1] = use.whBefore[day] + (enough ? wh * days.regular() / known : 0);
      use.knownBefore[day + 1] = use.knownBefore[day] + (enough ? 1 : 0);
    }
    return use;
  }

  /** Days {@code [from, until)} that are known; those before and after the series are not. */
  int known(int from, int until) {
    return knownBefore[clamp(until)] - knownBefore[clamp(from)];
  }

  /** Wh a day over the known days of {@code [from, until)}, of which there is one at least. */
  double mean(int from, int until) {
    return (whBefore[clamp(until)] - whBefore[clamp(from)]) / known(from, until);
  }

  private int clamp(int day) {
    return Math.clamp(day, 0, knownBefore.length - 1);
  }
}
