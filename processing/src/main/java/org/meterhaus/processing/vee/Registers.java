package org.meterhaus.processing.vee;

import static org.meterhaus.processing.vee.Choice.NONE;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.meterhaus.db.blocks.ValidationRule;

/**
 * Which registers hold, and by how much they advanced from one to the next.
 *
 * <p>A register that falls, or rises by more than the fuse lets through, is judged by the readings
 * after it: where they go on from the level before, this one reading was wrong; where they go on
 * from it, the register passed its largest number, began again at 0, or jumped. A wrong reading is
 * rejected, never the intervals around it. A register that falls reading after reading runs
 * backwards: what flows the other way is nobody's use, so it says nothing of those intervals.
 */
final class Registers {
  /** Readings after the one in question that are asked. */
  private static final int WITNESSES = 3;

  /** No meter's counter ends before. */
  private static final long SMALLEST_END = 1_000_000;

  /** Readings after one that falls which have to fall too before it is said to run backwards. */
  private static final int FALLING = 2;

  /** Without a fuse, a register rolled over only if it was this near to its end. */
  private static final long SMALL_PART = 1_000;

  /** An advance that is not known, as over a reset in a gap. */
  static final long UNKNOWN = Long.MIN_VALUE;

  private final long[] level;
  private final long[] energy;
  private final OptionalInt maxWh;
  private final OptionalLong modulus;
  private final List<Noted> notes = new ArrayList<>();

  /** Boundaries that hold, in order, and the advance from the one before. */
  private final int[] kept;

  private final long[] advance;

  /** Whether the register began again at this anchor, right after the one before. */
  private final boolean[] restarted;

  private int size;

  /** Whether the last anchor was reached backwards. */
  private boolean backwards;

  private Registers(long[] level, long[] energy, OptionalInt maxWh, OptionalLong modulus) {
    this.level = level;
    this.energy = energy;
    this.maxWh = maxWh;
    this.modulus = modulus;
    this.kept = new int[level.length];
    this.advance = new long[level.length];
    this.restarted = new boolean[level.length];
  }

  /**
   * @param level by boundary, {@link Choice#NONE} where none was read
   * @param energy by slot, {@link Choice#NONE} where none was received
   */
  static Registers of(long[] level, long[] energy, OptionalInt maxWh, OptionalLong modulus) {
    var registers = new Registers(level, energy, maxWh, modulus);
    registers.judge();
    return registers;
  }

  int size() {
    return size;
  }

  /** Boundary of an anchor. */
  int boundary(int anchor) {
    return kept[anchor];
  }

  /** Wh since the anchor before, 0 or more; {@link #UNKNOWN} for the first and after a jump. */
  long advance(int anchor) {
    return advance[anchor];
  }

  /** Whether the advance is what was counted since a restart from 0. */
  boolean restarted(int anchor) {
    return restarted[anchor];
  }

  List<Noted> notes() {
    return notes;
  }

  /** Takes an anchor away: the energies around it contradict it. */
  void reject(int anchor) {
    noteWrong(kept[anchor]);
    if (anchor + 1 < size) {
      advance[anchor + 1] =
          advance[anchor] == UNKNOWN || advance[anchor + 1] == UNKNOWN
              ? UNKNOWN
              : advance[anchor] + advance[anchor + 1];
      restarted[anchor + 1] |= restarted[anchor];
      System.arraycopy(kept, anchor + 1, kept, anchor, size - anchor - 1);
      System.arraycopy(advance, anchor + 1, advance, anchor, size - anchor - 1);
      System.arraycopy(restarted, anchor + 1, restarted, anchor, size - anchor - 1);
    }
    size--;
  }

  private void judge() {
    int[] read = new int[level.length];
    int count = 0;
    for (int boundary = 0; boundary < level.length; boundary++) {
      if (level[boundary] != NONE) {
        read[count++] = boundary;
      }
    }
    for (int i = 0; i < count; i++) {
      int[] witnesses =
          Arrays.copyOfRange(read, Math.min(count, i + 1), Math.min(count, i + 1 + WITNESSES));
      accept(read[i], witnesses);
    }
  }

  private void accept(int boundary, int[] witnesses) {
    if (size == 0) {
      if (witnesses.length > 1 && fitting(boundary, witnesses) == 0 && rise(witnesses)) {
        noteWrong(boundary);
      } else {
        keep(boundary, UNKNOWN, false);
      }
      return;
    }
    int before = kept[size - 1];
    backwards = runsBackwards(before, boundary, witnesses);
    if (backwards) {
      notes.add(
          new Noted(
              ValidationRule.REGISTER_BACKWARDS,
              before,
              boundary - before,
              level[before] - level[boundary],
              0));
      keep(boundary, UNKNOWN, false);
      return;
    }
    if (follows(before, boundary)) {
      keep(boundary, level[boundary] - level[before], false);
      return;
    }
    int fromBefore = fitting(before, witnesses);
    int fromHere = fitting(boundary, witnesses);
    boolean falls = level[boundary] < level[before];
    long rolled = rolledOver(before, boundary);
    if (rolled != UNKNOWN && fromHere >= fromBefore) {
      notes.add(
          new Noted(ValidationRule.REGISTER_ROLLOVER, boundary - 1, 1, level[boundary], rolled));
      keep(boundary, rolled, false);
    } else if (fromBefore > 0 && fromBefore >= fromHere) {
      noteWrong(boundary);
    } else if (isBeforeWrong(boundary)) {
      reject(size - 1);
      keep(boundary, level[boundary] - level[kept[size - 1]], false);
    } else if (fromHere == 0) {
      noteWrong(boundary);
    } else if (falls) {
      notes.add(
          new Noted(
              ValidationRule.REGISTER_RESET, boundary - 1, 1, level[boundary], level[before]));
      boolean known = boundary - before == 1 && !isTooMuch(level[boundary], 1);
      keep(boundary, known ? level[boundary] : UNKNOWN, known);
    } else {
      notes.add(
          new Noted(ValidationRule.REGISTER_JUMP, boundary - 1, 1, level[boundary], level[before]));
      keep(boundary, UNKNOWN, false);
    }
  }

  /** Whether a reading belongs to a fall that goes on, step by step. */
  private boolean runsBackwards(int before, int boundary, int[] witnesses) {
    if (!fallsAStep(before, boundary)) {
      return false;
    }
    if (backwards) {
      return true;
    }
    int from = boundary;
    for (int i = 0; i < FALLING; i++) {
      if (i >= witnesses.length || !fallsAStep(from, witnesses[i])) {
        return false;
      }
      from = witnesses[i];
    }
    return true;
  }

  /** By no more than what could have flowed the other way. */
  private boolean fallsAStep(int from, int until) {
    long wh = level[from] - level[until];
    return wh > 0
        && (maxWh.isPresent() ? !isTooMuch(wh, until - from) : wh <= level[from] / SMALL_PART);
  }

  private void keep(int boundary, long wh, boolean restart) {
    kept[size] = boundary;
    advance[size] = wh;
    restarted[size++] = restart;
  }

  /** Whether a reading goes on from the one before the last, as if the last were not there. */
  private boolean isBeforeWrong(int boundary) {
    return size >= 2
        && advance[size - 1] != UNKNOWN
        && !restarted[size - 1]
        && level[kept[size - 1]] >= level[kept[size - 2]]
        && follows(kept[size - 2], boundary);
  }

  private boolean follows(int from, int until) {
    long wh = level[until] - level[from];
    return wh >= 0 && (!isTooMuch(wh, until - from) || isSum(from, until, wh));
  }

  /** Whether the intervals say the same, however much it is. */
  private boolean isSum(int from, int until, long wh) {
    long sum = 0;
    for (int slot = from; slot < until; slot++) {
      if (energy[slot] < 0) {
        return false;
      }
      sum += energy[slot];
    }
    return sum == wh;
  }

  private int fitting(int from, int[] witnesses) {
    int fitting = 0;
    for (int witness : witnesses) {
      if (follows(from, witness)) {
        fitting++;
      }
    }
    return fitting;
  }

  private boolean rise(int[] witnesses) {
    for (int i = 1; i < witnesses.length; i++) {
      if (!follows(witnesses[i - 1], witnesses[i])) {
        return false;
      }
    }
    return true;
  }

  /** The advance if the register passed its end in between. */
  private long rolledOver(int before, int boundary) {
    if (level[boundary] >= level[before]) {
      return UNKNOWN;
    }
    // counters are decimal: where the end is not known it is the next power of ten
    long end = modulus.orElseGet(() -> nextPowerOfTen(level[before]));
    long wh = level[boundary] + end - level[before];
    boolean plausible =
        maxWh.isPresent() ? !isTooMuch(wh, boundary - before) : wh <= end / SMALL_PART;
    return wh >= 0 && plausible && wh <= end / 2 ? wh : UNKNOWN;
  }

  private static long nextPowerOfTen(long wh) {
    long power = SMALLEST_END;
    while (power <= wh) {
      power *= 10;
    }
    return power;
  }

  private boolean isTooMuch(long wh, int overSlots) {
    return maxWh.isPresent() && wh > (long) maxWh.getAsInt() * overSlots;
  }

  private void noteWrong(int boundary) {
    if (boundary > 0) {
      notes.add(new Noted(ValidationRule.REGISTER_WRONG, boundary - 1, 1, level[boundary], 0));
    }
  }
}
