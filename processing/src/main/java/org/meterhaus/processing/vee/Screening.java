package org.meterhaus.processing.vee;

import static org.meterhaus.processing.vee.Choice.NONE;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.meterhaus.db.blocks.Quality;
import org.meterhaus.db.blocks.ValidationRule;

/**
 * Judges intervals that no register confirms by the channel's own history: spikes, and runs of one
 * number or of zeros that are longer than this channel's ever are.
 *
 * <p>Only a channel that has shown certain faults (values that no meter can measure) is suspected:
 * an empty home is at zero for days, an appliance may be used once a month, and a channel that was
 * never wrong is taken at its word.
 */
final class Screening {
  /** Slots that have to be known before anything is said about a channel. */
  private static final int LEAST_DAYS = 7;

  /** Values that no meter can measure, from which on a channel is suspected. */
  static final int CERTAIN_FAULTS = 2;

  private static final int FAR_ABOVE = 12;
  private static final int LEAST_HIGH_WH = 200;

  /** A value that lies within its channel's limit is not certainly wrong up to this. */
  static final int NEVER_CERTAIN_WH = FAR_ABOVE * LEAST_HIGH_WH;

  /** Up to this quantile a channel is taken at its word. */
  private static final double HIGH = 0.985;

  /** A spike is at least this multiple of that quantile. */
  private static final double SPIKE = 1.6;

  private static final int HABIT_DAYS = 112;
  private static final int HABITS = 3;
  private static final double NATURAL_ZEROS = 0.02;

  private final LocalDays days;
  private final Validation validation;
  private final long[] energy;
  private final Quality[] quality;

  /** Slots that are not asked about. */
  private final BitSet confirmed;

  private final int[] status;
  private final List<Noted> notes = new ArrayList<>();

  private Screening(LocalDays days, Validation validation, int[] status, BitSet changed) {
    this.days = days;
    this.validation = validation;
    this.energy = validation.energy();
    this.quality = validation.quality();
    this.confirmed = (BitSet) validation.confirmed().clone();
    this.confirmed.or(changed);
    this.status = status;
  }

  /**
   * Rejects in the validation what does not hold, and says why.
   *
   * @param status bits by slot, 0 where there are none
   * @param changed slots that are in another unit than the history: it says nothing of them
   */
  static List<Noted> screen(LocalDays days, Validation validation, int[] status, BitSet changed) {
    var screening = new Screening(days, validation, status, changed);
    if (validation.confirmed().cardinality() < validation.energy().length) {
      screening.screen();
    }
    return screening.notes;
  }

  private void screen() {
    long[] known = new long[energy.length];
    int count = 0;
    for (int slot = 0; slot < energy.length; slot++) {
      if (isOpen(slot)) {
        known[count++] = energy[slot];
      }
    }
    if (count < LEAST_DAYS * days.regular()) {
      return;
    }
    long[] sorted = Arrays.copyOf(known, count);
    Arrays.sort(sorted);
    if (certainFaults(sorted) >= CERTAIN_FAULTS) {
      spikes(sorted);
      runs(sorted);
    }
  }

  private boolean isOpen(int slot) {
    return energy[slot] >= 0 && quality[slot] == Quality.MEASURED;
  }

  /** Values that no meter measures: negative, beyond the fuse, or a multiple of all the others. */
  private int certainFaults(long[] sorted) {
    int certain = 0;
    for (Noted note : validation.notes()) {
      if (note.rule() == ValidationRule.NEGATIVE || note.rule() == ValidationRule.ABOVE_LIMIT) {
        certain++;
      }
    }
    long high = sorted[(int) (0.99 * (sorted.length - 1))];
    for (int i = sorted.length - 1;
        i >= 0 && sorted[i] > FAR_ABOVE * Math.max(LEAST_HIGH_WH, high);
        i--) {
      certain++;
    }
    return certain;
  }

  // ---------------------------------------------------------------- spikes

  private void spikes(long[] sorted) {
    // a quantile that the faults themselves hardly move
    double high = Math.max(100, sorted[(int) (HIGH * (sorted.length - 1))]);
    List<Integer> found = new ArrayList<>();
    for (int slot = 0; slot < energy.length; slot++) {
      if (confirmed.get(slot) || !isOpen(slot) || energy[slot] < SPIKE * high) {
        continue;
      }
      double beside = Math.max(beside(slot - 1, high), beside(slot + 1, high));
      if (energy[slot] - beside > (SPIKE - 0.35) * high && !isHabit(slot)) {
        found.add(slot);
      }
    }
    for (int slot : found) {
      notes.add(new Noted(ValidationRule.SPIKE, slot, 1, energy[slot], Math.round(SPIKE * high)));
      validation.reject(slot);
    }
  }

  private double beside(int slot, double otherwise) {
    return slot >= 0 && slot < energy.length && isOpen(slot) ? energy[slot] : otherwise;
  }

  /** Whether about as much is used at about that time of other days: a boiler, not a fault. */
  private boolean isHabit(int slot) {
    int around = Math.max(1, days.regular() / 24);
    int alike = 0;
    for (int away = -HABIT_DAYS; away <= HABIT_DAYS; away++) {
      int other = away == 0 ? LocalDays.NONE : days.counterpart(slot, away);
      if (other == LocalDays.NONE) {
        continue;
      }
      for (int at = Math.max(0, other - around);
          at <= Math.min(energy.length - 1, other + around);
          at++) {
        if (isOpen(at) && energy[at] >= 0.8 * energy[slot] && energy[at] <= 1.25 * energy[slot]) {
          alike++;
          break;
        }
      }
    }
    return alike >= HABITS;
  }

  // ---------------------------------------------------------------- runs of one number

  private record Run(int from, int until, long wh) {
    int length() {
      return until - from;
    }
  }

  private void runs(long[] sorted) {
    int constant = Math.max(Culprits.CONSTANT_HOURS, Culprits.CONSTANT_HOURS * days.regular() / 24);
    List<Run> all = allRuns();
    // at stand-by, power is the same for hours; above the lower quartile it hardly is
    long standBy = sorted[sorted.length / 4];
    long zeros = 0;
    for (Run run : all) {
      zeros += run.wh() == 0 ? run.length() : 0;
    }
    boolean zerosAreNatural = zeros > NATURAL_ZEROS * sorted.length;
    for (Run run : all) {
      boolean natural = run.wh() == 0 ? zerosAreNatural : run.wh() <= standBy;
      if (run.length() < constant || natural) {
        continue;
      }
      notes.add(
          new Noted(
              run.wh() == 0 ? ValidationRule.ZERO : ValidationRule.STUCK,
              run.from(),
              run.length(),
              run.wh(),
              0));
      for (int slot = run.from(); slot < run.until(); slot++) {
        validation.reject(slot);
      }
    }
  }

  /** Whether the meter itself said why it measured nothing. */
  private boolean isWithoutSupply(int from, int until) {
    for (int slot = from; slot < until; slot++) {
      if (!StatusBits.isWithoutSupply(status[slot])) {
        return false;
      }
    }
    return true;
  }

  private List<Run> allRuns() {
    List<Run> runs = new ArrayList<>();
    int slot = 0;
    while (slot < energy.length) {
      int end = slot + 1;
      if (energy[slot] != NONE && isOpen(slot) && !confirmed.get(slot)) {
        while (end < energy.length && energy[end] == energy[slot] && isOpen(end)) {
          end++;
        }
        if (energy[slot] == 0 && isWithoutSupply(slot, end)) {
          slot = end;
          continue;
        }
        runs.add(new Run(slot, end, energy[slot]));
      }
      slot = end;
    }
    return runs;
  }
}
