package org.meterhaus.processing.vee;

import static org.meterhaus.processing.vee.Choice.NONE;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.meterhaus.db.blocks.Quality;
import org.meterhaus.db.blocks.ValidationRule;

/**
 * Which chosen values hold, and what the registers say about those that do not or that never came.
 *
 * <p>A passed sum acquits every interval between two registers. A failed one has to name its
 * culprits, see {@link Culprits}. Where no register reaches, {@link Screening} asks the channel's
 * own history.
 */
final class Validation {

  /** Slots without a value of their own whose total is known. */
  static final class AnchoredGap {
    private final int[] slots;
    private final long totalWh;

    AnchoredGap(int[] slots, long totalWh) {
      this.slots = slots;
      this.totalWh = totalWh;
    }

    /** Numbers in order, 1 or more; not to be changed. */
    int[] slots() {
      return slots;
    }

    int first() {
      return slots[0];
    }

    int last() {
      return slots[slots.length - 1];
    }

    /** What they have used together, 0 or more. */
    long totalWh() {
      return totalWh;
    }
  }

  private final Slots slots;
  private final Rules rules;
  private final OptionalInt maxWh;
  private final BitSet moved;
  private final long[] energy;
  private final long[] received;
  private final Quality[] quality;
  private final List<AnchoredGap> gaps = new ArrayList<>();
  private final List<Failed> failed = new ArrayList<>();
  private final List<Noted> notes = new ArrayList<>();

  /** Slots that a register says something about. */
  private final BitSet confirmed;

  private final Registers registers;
  private final Culprits culprits;

  private Validation(
      Choice choice,
      LocalDays days,
      BitSet moved,
      OptionalInt maxWh,
      OptionalLong modulus,
      Rules rules) {
    this.slots = choice.slots();
    this.rules = rules;
    this.maxWh = maxWh;
    this.moved = moved;
    this.received = choice.energy();
    this.energy = received.clone();
    this.quality = new Quality[slots.count()];
    Arrays.fill(quality, Quality.MISSING);
    this.confirmed = new BitSet(slots.count());
    this.registers = Registers.of(choice.register(), energy, maxWh, modulus);
    this.culprits = new Culprits(days, energy, choice.status(), maxWh, rules);
  }

  static Validation of(
      Choice choice,
      LocalDays days,
      BitSet moved,
      OptionalInt maxWh,
      OptionalLong modulus,
      Rules rules) {
    var validation = new Validation(choice, days, moved, maxWh, modulus, rules);
    validation.rejectContradicted();
    validation.judge();
    validation.notes.addAll(validation.registers.notes());
    return validation;
  }

  /** {@link Choice#NONE} where there is no valid value. */
  long[] energy() {
    return energy;
  }

  /** {@link Quality#MEASURED}, {@link Quality#MOVED} or {@link Quality#MISSING}, by slot. */
  Quality[] quality() {
    return quality;
  }

  List<AnchoredGap> gaps() {
    return gaps;
  }

  List<Noted> notes() {
    return notes;
  }

  /** Slots between two registers; about the others nobody but the meter's own word is known. */
  BitSet confirmed() {
    return confirmed;
  }

  /** Rejects a value that no register could be asked about. */
  void reject(int slot) {
    energy[slot] = NONE;
    quality[slot] = Quality.MISSING;
  }

  // ---------------------------------------------------------------- registers against energies

  /** A register that the energies on both sides contradict, and that they agree on without it. */
  private void rejectContradicted() {
    for (int anchor = 1; anchor + 1 < registers.size(); ) {
      if (!fits(anchor) && !fits(anchor + 1) && fitsWithout(anchor)) {
        registers.reject(anchor);
        anchor = Math.max(1, anchor - 1);
      } else {
        anchor++;
      }
    }
  }

  /** Whether what is known since the anchor before agrees with the advance. */
  private boolean fits(int anchor) {
    return fits(
        registers.boundary(anchor - 1), registers.boundary(anchor), registers.advance(anchor));
  }

  private boolean fitsWithout(int anchor) {
    long first = registers.advance(anchor);
    long second = registers.advance(anchor + 1);
    return first != Registers.UNKNOWN
        && second != Registers.UNKNOWN
        && fits(registers.boundary(anchor - 1), registers.boundary(anchor + 1), first + second);
  }

  private boolean fits(int from, int until, long advance) {
    if (advance == Registers.UNKNOWN) {
      return true;
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

  private void judge() {
    int done = 0;
    int longest = rules.anchorDays() * (86_400 / slots.intervalS());
    for (int anchor = 1; anchor < registers.size(); anchor++) {
      int from = registers.boundary(anchor - 1);
      int until = registers.boundary(anchor);
      long advance = registers.advance(anchor);
      limit(done, from);
      if (until - from > longest || advance == Registers.UNKNOWN) {
        limit(from, until);
      } else {
        judge(from, until, advance, registers.restarted(anchor));
      }
      done = until;
    }
    limit(done, slots.count());
    // the passed sums are known now: what they acquit is natural for this channel
    culprits.learn(confirmed);
    for (Failed period : failed) {
      judgeSeveral(period.from(), period.until(), period.advance());
    }
    culprits.whole().forEach(this::discard);
  }

  /** A register period whose sum did not pass. */
  private record Failed(int from, int until, long advance) {}

  /** Without a register to ask: what is negative or what no fuse lets pass is rejected. */
  private void limit(int from, int until) {
    for (int slot = from; slot < until; slot++) {
      long wh = energy[slot];
      if (wh >= 0 && !isTooMuch(wh, 1)) {
        quality[slot] = measured(slot);
      } else if (wh != NONE) {
        noteImpossible(slot);
        energy[slot] = NONE;
      }
    }
  }

  private void noteImpossible(int slot) {
    long wh = energy[slot];
    if (wh < 0) {
      notes.add(new Noted(ValidationRule.NEGATIVE, slot, 1, wh, 0));
    } else {
      notes.add(new Noted(ValidationRule.ABOVE_LIMIT, slot, 1, wh, maxWh.orElse(0)));
    }
  }

  private Quality measured(int slot) {
    return moved.get(slot) ? Quality.MOVED : Quality.MEASURED;
  }

  /** The intervals between two registers that hold. */
  private void judge(int from, int until, long advance, boolean restarted) {
    confirmed.set(from, until);
    if (until - from == 1) {
      judgeOne(from, advance, restarted);
    } else if (allKnown(from, until) && fits(from, until, advance)) {
      for (int slot = from; slot < until; slot++) {
        quality[slot] = measured(slot);
      }
    } else {
      confirmed.clear(from, until);
      failed.add(new Failed(from, until, advance));
    }
  }

  private void judgeOne(int slot, long advance, boolean restarted) {
    long wh = energy[slot];
    if (wh >= 0 && Math.abs(wh - advance) <= rules.toleranceWh()) {
      quality[slot] = measured(slot);
    } else if (isTooMuch(advance, 1)) {
      // it is the register that jumped: another meter, or a reset
      confirmed.clear(slot);
      limit(slot, slot + 1);
    } else if (wh == NONE && !restarted) {
      // a meter that reports registers only: their difference is its measurement
      energy[slot] = advance;
      quality[slot] = measured(slot);
    } else {
      if (wh != NONE) {
        notes.add(new Noted(ValidationRule.AGAINST_REGISTER, slot, 1, wh, advance));
      }
      energy[slot] = NONE;
      gaps.add(new AnchoredGap(new int[] {slot}, advance));
    }
  }

  private void judgeSeveral(int from, int until, long advance) {
    boolean allCame = unknown(from, until) == 0;
    confirmed.set(from, until);
    limit(from, until);
    long rest = rest(from, until, advance);
    int unknown = unknown(from, until);
    boolean holds =
        unknown == 0
            ? Math.abs(rest) <= rules.toleranceWh()
            : rest >= -rules.toleranceWh() && !isTooMuch(rest, unknown);
    boolean asked = !holds || (allCame && unknown > 0 && culprits.isSuspicious(from, until, rest));
    if (rules.screening() && asked) {
      for (Noted culprit : culprits.find(from, until, advance)) {
        notes.add(culprit);
        for (int i = 0; i < culprit.slots(); i++) {
          reject(culprit.firstSlot() + i);
        }
      }
      rest = rest(from, until, advance);
      unknown = unknown(from, until);
    }
    if (unknown == 0) {
      if (Math.abs(rest) > rules.toleranceWh()) {
        notes.add(new Noted(ValidationRule.SUM, from, until - from, advance - rest, advance));
        confirmed.clear(from, until);
      }
    } else if (rest >= -rules.toleranceWh() && !isTooMuch(rest, unknown)) {
      gaps.add(new AnchoredGap(unknownSlots(from, until, unknown), Math.max(0, rest)));
    } else {
      confirmed.clear(from, until);
    }
  }

  /** The rest of a run of which a register has exposed a part. */
  private void discard(Noted run) {
    for (int i = 0; i < run.slots(); i++) {
      int slot = run.firstSlot() + i;
      if (energy[slot] != NONE && !confirmed.get(slot)) {
        reject(slot);
      }
    }
  }

  private long rest(int from, int until, long advance) {
    long rest = advance;
    for (int slot = from; slot < until; slot++) {
      if (energy[slot] != NONE) {
        rest -= energy[slot];
      }
    }
    return rest;
  }

  private int unknown(int from, int until) {
    int unknown = 0;
    for (int slot = from; slot < until; slot++) {
      if (energy[slot] == NONE) {
        unknown++;
      }
    }
    return unknown;
  }

  private int[] unknownSlots(int from, int until, int count) {
    int[] unknown = new int[count];
    int next = 0;
    for (int slot = from; slot < until; slot++) {
      if (energy[slot] == NONE) {
        unknown[next++] = slot;
      }
    }
    return unknown;
  }

  private boolean allKnown(int from, int until) {
    return unknown(from, until) == 0 && noneNegative(from, until);
  }

  private boolean noneNegative(int from, int until) {
    for (int slot = from; slot < until; slot++) {
      if (energy[slot] < 0) {
        return false;
      }
    }
    return true;
  }
}
