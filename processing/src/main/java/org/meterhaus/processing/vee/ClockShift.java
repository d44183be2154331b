package org.meterhaus.processing.vee;

import static org.meterhaus.processing.vee.Choice.NONE;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.meterhaus.db.blocks.ValidationRule;

/**
 * Finds blocks of rows that a wrong clock put under other times, and moves them back.
 *
 * <p>The trace of a clock that was wrong by s intervals for a while: a hole of s registers at one
 * end of the block and s registers that were reported twice at the other. A block is moved only if
 * all registers of the neighbourhood rise without a break afterwards, which no coincidence of a gap
 * and a conflict passes. Source: shared research on VEE, rule 3.
 */
final class ClockShift {
  /** A clock is not put right later than this, and not wrong by more. */
  static final int LONGEST_DAYS = 4;

  private static final int MOST_HOURS = 4;

  /** Boundaries before and after that have to rise as well. */
  private static final int NEIGHBOURHOOD = 6;

  private final Choice choice;
  private final Slots slots;
  private final OptionalInt maxWh;
  private final BitSet moved;
  private final List<Noted> notes = new ArrayList<>();

  private ClockShift(Choice choice, OptionalInt maxWh) {
    this.choice = choice;
    this.slots = choice.slots();
    this.maxWh = maxWh;
    this.moved = new BitSet(slots.count());
  }

  /** Boundaries {@code [from, until)}. */
  private record Span(int from, int until) {
    int length() {
      return until - from;
    }
  }

  /** What was found; the choice holds the moved rows. */
  static ClockShift correct(Choice choice, OptionalInt maxWh) {
    var shift = new ClockShift(choice, maxWh);
    shift.correct();
    return shift;
  }

  /** Nothing looked for, nothing moved. */
  static ClockShift none(Choice choice) {
    return new ClockShift(choice, OptionalInt.empty());
  }

  /** Slots whose energy follows from a moved register. */
  BitSet moved() {
    return moved;
  }

  List<Noted> notes() {
    return notes;
  }

  private void correct() {
    List<Span> overlaps = overlaps();
    if (overlaps.isEmpty()) {
      return;
    }
    List<Span> holes = holes();
    Set<Span> used = new HashSet<>();
    long furthest = (long) LONGEST_DAYS * 86_400 / slots.intervalS();
    Map<Span, List<Span>> possible = new HashMap<>();
    for (Span overlap : overlaps) {
      possible.put(
          overlap,
          holes.stream()
              .filter(hole -> hole.length() == overlap.length())
              .filter(hole -> Math.abs(hole.from() - overlap.from()) <= furthest)
              .sorted(Comparator.comparingInt(hole -> Math.abs(hole.from() - overlap.from())))
              .filter(hole -> !block(overlap, hole).isEmpty())
              .toList());
    }
    // what fits only one hole goes first: the rows between two shifts would fit as a shift as well
    possible.entrySet().stream()
        .sorted(
            Comparator.<Map.Entry<Span, List<Span>>>comparingInt(each -> each.getValue().size())
                .thenComparingInt(each -> each.getKey().from()))
        .forEach(each ->
            each.getValue().stream()
                .filter(hole -> !used.contains(hole) && moveBack(each.getKey(), hole))
                .findFirst()
                .ifPresent(used::add));
  }

  /** Runs of boundaries with two registers each, both rising. */
  private List<Span> overlaps() {
    List<Span> runs = new ArrayList<>();
    for (int boundary : choice.disputedRegisters()) {
      if (choice.registersAt(boundary).length == 2) {
        append(runs, boundary);
      }
    }
    return runs.stream().filter(this::isShort).filter(this::bothRise).toList();
  }

  private List<Span> holes() {
    List<Span> runs = new ArrayList<>();
    for (int boundary = 0; boundary <= slots.count(); boundary++) {
      if (choice.registersAt(boundary).length == 0) {
        append(runs, boundary);
      }
    }
    // before the first register and after the last there is nothing to be missed
    return runs.stream()
        .filter(this::isShort)
        .filter(hole -> hole.from() > 0 && hole.until() <= slots.count())
        .toList();
  }

  private static void append(List<Span> runs, int boundary) {
    if (!runs.isEmpty() && runs.getLast().until() == boundary) {
      runs.add(new Span(runs.removeLast().from(), boundary + 1));
    } else {
      runs.add(new Span(boundary, boundary + 1));
    }
  }

  private boolean isShort(Span span) {
    return span.length() <= MOST_HOURS * 3600 / slots.intervalS();
  }

  private boolean bothRise(Span span) {
    for (int boundary = span.from() + 1; boundary < span.until(); boundary++) {
      long[] before = choice.registersAt(boundary - 1);
      long[] here = choice.registersAt(boundary);
      if (here[0] < before[0] || here[1] < before[1]) {
        return false;
      }
    }
    return true;
  }

  /** The block's registers by their right boundaries; empty if they do not fit there. */
  private Map<Integer, Long> block(Span overlap, Span hole) {
    boolean ahead = hole.from() < overlap.from();
    int by = ahead ? overlap.length() : -overlap.length();
    int from = ahead ? hole.until() : overlap.from();
    int until = ahead ? overlap.until() : hole.from();
    Map<Integer, Long> after = new HashMap<>();
    for (int boundary = from; boundary < until; boundary++) {
      long[] levels = choice.registersAt(boundary);
      if (levels.length == 0) {
        continue;
      }
      boolean both = boundary >= overlap.from() && boundary < overlap.until();
      if (levels.length > 1 && !both) {
        return Map.of();
      }
      after.put(boundary - by, levels[both && !ahead ? 1 : 0]);
      if (both) {
        after.putIfAbsent(boundary, levels[ahead ? 1 : 0]);
      }
    }
    return rises(after, Math.min(from, from - by), Math.max(until, until - by), from, until)
        ? after
        : Map.of();
  }

  private boolean moveBack(Span overlap, Span hole) {
    Map<Integer, Long> after = block(overlap, hole);
    if (after.isEmpty()) {
      return false;
    }
    boolean ahead = hole.from() < overlap.from();
    int by = ahead ? overlap.length() : -overlap.length();
    int from = ahead ? hole.until() : overlap.from();
    int until = ahead ? overlap.until() : hole.from();
    for (int boundary = from; boundary < until; boundary++) {
      choice.replaceRegister(boundary, NONE);
    }
    after.forEach(choice::replaceRegister);
    int first = Math.max(0, Math.min(from, from - by) - 1);
    int last = Math.min(slots.count(), Math.max(until, until - by) + 1);
    for (int slot = first; slot < last; slot++) {
      choice.dropEnergy(slot);
    }
    int movedFrom = Math.max(0, from - by - 1);
    int movedUntil = Math.min(slots.count(), until - by);
    moved.set(movedFrom, movedUntil);
    notes.add(
        new Noted(
            ValidationRule.CLOCK_SHIFT,
            movedFrom,
            Math.max(1, movedUntil - movedFrom),
            (long) by * slots.intervalS(),
            0));
    return true;
  }

  /** Whether the registers of the neighbourhood rise, with the block in its new place. */
  private boolean rises(Map<Integer, Long> after, int from, int until, int oldFrom, int oldUntil) {
    long before = NONE;
    int beforeAt = 0;
    int last = Math.min(slots.count(), until + NEIGHBOURHOOD);
    for (int boundary = Math.max(0, from - NEIGHBOURHOOD); boundary <= last; boundary++) {
      Long level = after.get(boundary);
      if (level == null) {
        long[] levels = choice.registersAt(boundary);
        if (levels.length == 0 || (boundary >= oldFrom && boundary < oldUntil)) {
          continue;
        }
        level = levels[0];
      }
      if (before != NONE) {
        long advance = level - before;
        long most =
            maxWh.isPresent() ? (long) maxWh.getAsInt() * (boundary - beforeAt) : Long.MAX_VALUE;
        if (advance < 0 || advance > most) {
          return false;
        }
      }
      before = level;
      beforeAt = boundary;
    }
    return true;
  }
}
