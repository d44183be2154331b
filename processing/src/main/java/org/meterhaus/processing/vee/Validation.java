package org.meterhaus.processing.vee;

import static org.meterhaus.processing.vee.Choice.NONE;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.meterhaus.db.blocks.Quality;

/**
 * Which chosen values hold, and what the registers say about those that do not or that never came.
 * Registers are judged first: one that two neighbours contradict is dropped, not their intervals.
 */
final class Validation {

  /**
   * Slots without a value of their own whose total is known.
   *
   * @param slots numbers in order, 1 or more
   * @param totalWh what they have used together, 0 or more
   */
  record AnchoredGap(List<Integer> slots, long totalWh) {}

  private final Slots slots;
  private final Rules rules;
  private final OptionalInt maxWh;
  private final long[] energy;
  private final long[] register;
  private final Quality[] quality;
  private final List<AnchoredGap> gaps = new ArrayList<>();

  private Validation(Slots slots, Choice choice, OptionalInt maxWh, Rules rules) {
    this.slots = slots;
    this.rules = rules;
    this.maxWh = maxWh;
    this.energy = choice.energy().clone();
    this.register = choice.register().clone();
    this.quality = new Quality[slots.count()];
    java.util.Arrays.fill(quality, Quality.MISSING);
  }

  static Validation of(Slots slots, Choice choice, OptionalInt maxWh, Rules rules) {
    var validation = new Validation(slots, choice, maxWh, rules);
    validation.judge(validation.anchors());
    return validation;
  }

  /** {@link Choice#NONE} where there is no valid value. */
  long[] energy() {
    return energy;
  }

  /** {@link Quality#MEASURED} or {@link Quality#MISSING}, by slot. */
  Quality[] quality() {
    return quality;
  }

  List<AnchoredGap> gaps() {
    return gaps;
  }

  // ---------------------------------------------------------------- registers

  /** Boundaries whose registers hold, in order. */
  private List<Integer> anchors() {
    List<Integer> anchors = new ArrayList<>();
    for (int boundary = 0; boundary <= slots.count(); boundary++) {
      if (register[boundary] == NONE) {
        continue;
      }
      while (anchors.size() >= 2
          && isOutlier(anchors.get(anchors.size() - 2), anchors.getLast(), boundary)) {
        register[anchors.removeLast()] = NONE;
      }
      anchors.add(boundary);
    }
    return anchors;
  }

  /** Whether {@code b} fits neither neighbour, and these fit each other without it. */
  private boolean isOutlier(int a, int b, int c) {
    boolean bFits = fits(a, b) || fits(b, c);
    boolean falls = register[b] < register[a] || register[c] < register[b];
    return (!bFits || falls) && fits(a, c);
  }

  /** Whether what is known between two boundaries agrees with the advance of the register. */
  private boolean fits(int from, int until) {
    long advance = register[until] - register[from];
    if (advance < 0) {
      return false;
    }
    long known = 0;
    int unknown = 0;
    for (int slot = from; slot < until; slot++) {
      if (energy[slot] < 0) {
        unknown++;
      } else {
        known += energy[slot];
      }
    }
    long rest = advance - known;
    return unknown == 0
        ? Math.abs(rest) <= rules.toleranceWh()
        : rest >= -rules.toleranceWh() && !isTooMuch(rest, unknown);
  }

  private boolean isTooMuch(long wh, int overSlots) {
    return maxWh.isPresent() && wh > (long) maxWh.getAsInt() * overSlots;
  }

  // ---------------------------------------------------------------- intervals

  private void judge(List<Integer> anchors) {
    int done = 0;
    int longest = rules.anchorDays() * (86_400 / slots.intervalS());
    for (int i = 0; i + 1 < anchors.size(); i++) {
      int from = anchors.get(i);
      int until = anchors.get(i + 1);
      limit(done, from);
      if (until - from > longest || register[until] < register[from]) {
        limit(from, until);
      } else {
        judge(from, until, register[until] - register[from]);
      }
      done = until;
    }
    limit(done, slots.count());
  }

  /** Without a register to ask: what no fuse lets pass is rejected. */
  private void limit(int from, int until) {
    for (int slot = from; slot < until; slot++) {
      if (isPossible(energy[slot])) {
        quality[slot] = Quality.MEASURED;
      } else {
        energy[slot] = NONE;
      }
    }
  }

  private boolean isPossible(long wh) {
    return wh >= 0 && !isTooMuch(wh, 1);
  }

  /** The intervals between two registers that hold. */
  private void judge(int from, int until, long advance) {
    if (until - from == 1) {
      judgeOne(from, advance);
    } else if (allKnown(from, until) && fits(from, until)) {
      // a passed sum acquits every interval in it
      accept(from, until);
    } else {
      judgeSeveral(from, until, advance);
    }
  }

  private void judgeOne(int slot, long advance) {
    long wh = energy[slot];
    if (wh >= 0 && Math.abs(wh - advance) <= rules.toleranceWh()) {
      quality[slot] = Quality.MEASURED;
    } else if (isTooMuch(advance, 1)) {
      // it is the register that jumped: another meter, or a reset
      limit(slot, slot + 1);
    } else if (wh == NONE) {
      // a meter that reports registers only: their difference is its measurement
      energy[slot] = advance;
      quality[slot] = Quality.MEASURED;
    } else {
      energy[slot] = NONE;
      gaps.add(new AnchoredGap(List.of(slot), advance));
    }
  }

  private void judgeSeveral(int from, int until, long advance) {
    limit(from, until);
    List<Integer> unknown = new ArrayList<>();
    long rest = advance;
    for (int slot = from; slot < until; slot++) {
      if (energy[slot] == NONE) {
        unknown.add(slot);
      } else {
        rest -= energy[slot];
      }
    }
    if (!unknown.isEmpty() && rest >= -rules.toleranceWh() && !isTooMuch(rest, unknown.size())) {
      gaps.add(new AnchoredGap(List.copyOf(unknown), Math.max(0, rest)));
    }
  }

  private boolean allKnown(int from, int until) {
    for (int slot = from; slot < until; slot++) {
      if (energy[slot] < 0) {
        return false;
      }
    }
    return true;
  }

  private void accept(int from, int until) {
    for (int slot = from; slot < until; slot++) {
      quality[slot] = Quality.MEASURED;
    }
  }
}
