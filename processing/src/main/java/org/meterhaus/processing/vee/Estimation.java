package org.meterhaus.processing.vee;

import static org.meterhaus.processing.vee.Choice.NONE;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.meterhaus.db.blocks.Quality;
import org.meterhaus.processing.vee.Validation.AnchoredGap;

/**
 * Values for the slots that have none, best rule first: the register's advance (exact in sum), what
 * a customer said, a line, like days. A slot for which no rule has anything stays missing.
 */
final class Estimation {
  private final Slots slots;
  private final Rules rules;
  private final long[] said;
  private final long[] measured;
  private final Quality[] measuredQuality;
  private final long[] energy;
  private final Quality[] quality;
  private final LikeDays likeDays;
  private final int linearSlots;

  private Estimation(Slots slots, Rules rules, Choice choice, Validation validation) {
    this.slots = slots;
    this.rules = rules;
    this.said = choice.said();
    this.measured = validation.energy();
    this.measuredQuality = validation.quality();
    this.energy = measured.clone();
    this.quality = measuredQuality.clone();
    this.likeDays = new LikeDays(slots, rules, measured, measuredQuality);
    this.linearSlots = slots.within(rules.linearWithin());
  }

  /**
   * @param from first slot whose value is wanted
   * @param until slot after the last whose value is wanted; no slot from here on gets one
   */
  static Estimation of(
      Slots slots, Rules rules, Choice choice, Validation validation, int from, int until) {
    var estimation = new Estimation(slots, rules, choice, validation);
    for (AnchoredGap gap : validation.gaps()) {
      if (gap.slots().getLast() >= from && gap.slots().getFirst() < until) {
        estimation.fillAnchored(gap);
      }
    }
    estimation.fillFree(from, until);
    return estimation;
  }

  long[] energy() {
    return energy;
  }

  Quality[] quality() {
    return quality;
  }

  // ---------------------------------------------------------------- with a register on both sides

  private void fillAnchored(AnchoredGap gap) {
    List<Integer> unknown = gap.slots();
    if (unknown.size() == 1) {
      set(unknown.getFirst(), gap.totalWh(), Quality.REGISTER_DIFFERENCE);
      return;
    }
    if (customersMeet(gap)) {
      unknown.forEach(slot -> set(slot, said[slot], Quality.EDITED));
      return;
    }
    long[] shares = Shares.of(gap.totalWh(), shape(unknown));
    for (int i = 0; i < shares.length; i++) {
      set(unknown.get(i), shares[i], Quality.REGISTER_SCALED);
    }
  }

  /** Whether customers filled the whole gap with values that the register confirms. */
  private boolean customersMeet(AnchoredGap gap) {
    long sum = 0;
    for (int slot : gap.slots()) {
      if (said[slot] < 0) {
        return false;
      }
      sum += said[slot];
    }
    return Math.abs(sum - gap.totalWh()) <= rules.toleranceWh();
  }

  /** Weights by the same rules that would fill the slots without a register. */
  private double[] shape(List<Integer> unknown) {
    double[] weights = new double[unknown.size()];
    int from = 0;
    while (from < weights.length) {
      int until = from + 1;
      while (until < weights.length && unknown.get(until) == unknown.get(until - 1) + 1) {
        until++;
      }
      shape(unknown.get(from), until - from, weights, from);
      from = until;
    }
    return weights;
  }

  private void shape(int firstSlot, int length, double[] weights, int at) {
    for (int i = 0; i < length; i++) {
      OptionalDouble like =
          length <= linearSlots ? OptionalDouble.empty() : likeDays.mean(firstSlot + i);
      weights[at + i] =
          like.isPresent() ? like.getAsDouble() : line(firstSlot, firstSlot + length, i);
    }
  }

  /** The line between the measured neighbours of a run; level where there is only one. */
  private double line(int from, int until, int i) {
    OptionalDouble left = measuredAt(from - 1);
    OptionalDouble right = measuredAt(until);
    if (left.isPresent() && right.isPresent()) {
      double step = (right.getAsDouble() - left.getAsDouble()) / (until - from + 1);
      return left.getAsDouble() + step * (i + 1);
    }
    return left.orElse(right.orElse(1));
  }

  private OptionalDouble measuredAt(int slot) {
    return slot >= 0 && slot < slots.count() && measuredQuality[slot] == Quality.MEASURED
        ? OptionalDouble.of((double) measured[slot])
        : OptionalDouble.empty();
  }

  // ---------------------------------------------------------------- without

  private void fillFree(int from, int until) {
    // a run is judged whole, also where it begins before what is wanted or ends after it
    for (List<Integer> run : freeRuns(from, until)) {
      int first = run.getFirst();
      int length = run.size();
      boolean bridgeable =
          length <= linearSlots
              && measuredAt(first - 1).isPresent()
              && measuredAt(first + length).isPresent();
      for (int i = 0; i < length; i++) {
        int slot = first + i;
        if (slot < from || slot >= until) {
          continue;
        }
        if (bridgeable) {
          set(slot, Math.round(line(first, first + length, i)), Quality.LINEAR);
        } else {
          OptionalDouble like = likeDays.mean(slot);
          if (like.isPresent()) {
            set(slot, Math.round(like.getAsDouble()), Quality.LIKE_DAY);
          }
        }
      }
    }
  }

  /** Runs of slots that nobody has anything to say about; customers' values are set on the way. */
  private List<List<Integer>> freeRuns(int from, int until) {
    int first = from;
    while (first > 0 && isFree(first - 1)) {
      first--;
    }
    List<List<Integer>> runs = new ArrayList<>();
    List<Integer> run = new ArrayList<>();
    for (int slot = first; slot < slots.count() && (slot < until || !run.isEmpty()); slot++) {
      if (isFree(slot) && said[slot] < 0) {
        run.add(slot);
        continue;
      }
      if (isFree(slot) && slot >= from && slot < until) {
        set(slot, said[slot], Quality.EDITED);
      }
      if (!run.isEmpty()) {
        runs.add(run);
        run = new ArrayList<>();
      }
    }
    if (!run.isEmpty()) {
      runs.add(run);
    }
    return runs;
  }

  private boolean isFree(int slot) {
    return energy[slot] == NONE;
  }

  private void set(int slot, long wh, Quality rule) {
    energy[slot] = wh;
    quality[slot] = rule;
  }
}
