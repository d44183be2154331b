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
 * <p>A channel that has shown certain faults (values that no meter can measure) is suspected sooner
 * than one that never did: without any, only what is far beyond all its history is rejected.
 */
final class Screening {
  /** Slots that have to be known before anything is said about a channel. */
  private static final int LEAST_DAYS = 7;

  private static final int CERTAIN_FAULTS = 2;

  private final LocalDays days;
  private final Validation validation;
  private final long[] energy;
  private final Quality[] quality;
  private final BitSet confirmed;
  private final List<Noted> notes = new ArrayList<>();

  private Screening(LocalDays days, Validation validation) {
    this.days = days;
    this.validation = validation;
    this.energy = validation.energy();
    this.quality = validation.quality();
    this.confirmed = validation.confirmed();
  }

  /** Rejects in the validation what does not hold, and says why. */
  static List<Noted> screen(LocalDays days, Validation validation) {
    var screening = new Screening(days, validation);
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
    boolean suspected = certainFaults(sorted) >= CERTAIN_FAULTS;
    spikes(sorted, suspected);
    runs(suspected);
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
    for (int i = sorted.length - 1; i >= 0 && sorted[i] > 12 * Math.max(200, high); i--) {
      certain++;
    }
    return certain;
  }

  // ---------------------------------------------------------------- spikes

  private void spikes(long[] sorted, boolean suspected) {
    // a quantile that the faults themselves hardly move
    double high = Math.max(100, sorted[(int) (0.985 * (sorted.length - 1))]);
    double factor = suspected ? 1.55 : 6;
    for (int slot = 0; slot < energy.length; slot++) {
      if (confirmed.get(slot) || !isOpen(slot) || energy[slot] < factor * high) {
        continue;
      }
      double beside = Math.max(beside(slot - 1, high), beside(slot + 1, high));
      double excess = energy[slot] - beside;
      if (excess > (suspected ? 1.1 : 4) * high) {
        notes.add(
            new Noted(ValidationRule.SPIKE, slot, 1, energy[slot], Math.round(factor * high)));
        validation.reject(slot);
      }
    }
  }

  private double beside(int slot, double otherwise) {
    return slot >= 0 && slot < energy.length && isOpen(slot) ? energy[slot] : otherwise;
  }

  // ---------------------------------------------------------------- runs of one number

  private record Run(int from, int until, long wh) {
    int length() {
      return until - from;
    }
  }

  private void runs(boolean suspected) {
    int constant = Math.max(5, 5 * days.regular() / 24);
    List<Run> all = allRuns();
    double zeros = 0;
    int open = 0;
    for (Run run : all) {
      open += run.length();
      if (run.wh() == 0) {
        zeros += run.length();
      }
    }
    double natural = zeros / Math.max(1, open);
    for (Run run : all) {
      if (run.length() < constant) {
        continue;
      }
      if (run.wh() == 0 ? natural > 0.02 : !suspected) {
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

  private List<Run> allRuns() {
    List<Run> runs = new ArrayList<>();
    int slot = 0;
    while (slot < energy.length) {
      int end = slot + 1;
      if (energy[slot] != NONE && isOpen(slot) && !confirmed.get(slot)) {
        while (end < energy.length && energy[end] == energy[slot] && isOpen(end)) {
          end++;
        }
        runs.add(new Run(slot, end, energy[slot]));
      }
      slot = end;
    }
    return runs;
  }
}
