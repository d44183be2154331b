package org.meterhaus.processing.vee;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import org.meterhaus.db.arrivals.Reading;
import org.meterhaus.db.arrivals.Source;
import org.meterhaus.processing.merge.RawDay;
import org.meterhaus.processing.merge.RawValue;

/**
 * One energy for each slot and one register for each boundary, out of all that was received. Where
 * reports conflict, the more trusted source wins; among its reports the one that agrees with the
 * registers and energies beside it; then the one that came later; then the larger, so that the
 * outcome never depends on order.
 */
final class Choice {
  /** No value. */
  static final long NONE = Long.MIN_VALUE;

  /** A reported number, and when it was reported last. */
  private record Candidate(long wh, Instant receivedAt) {}

  private final Slots slots;

  /** By slot. */
  private final long[] energy;

  /** By slot, what customers say; never mixed with the meter's. */
  private final long[] said;

  /** By boundary. */
  private final long[] register;

  private final Map<Integer, List<Candidate>> energyConflicts = new HashMap<>();
  private final Map<Integer, List<Candidate>> registerConflicts = new HashMap<>();

  private Choice(Slots slots) {
    this.slots = slots;
    this.energy = filled(slots.count());
    this.said = filled(slots.count());
    this.register = filled(slots.count() + 1);
  }

  static Choice of(RawWindow window, Slots slots) {
    var choice = new Choice(slots);
    for (RawDay day : window.days()) {
      choice.take(day.values());
    }
    choice.settleRegisters();
    choice.settleEnergies();
    return choice;
  }

  long[] energy() {
    return energy;
  }

  long[] said() {
    return said;
  }

  long[] register() {
    return register;
  }

  private static long[] filled(int length) {
    long[] values = new long[length];
    Arrays.fill(values, NONE);
    return values;
  }

  /** Values are in order of their end, so those of one end are beside each other. */
  private void take(List<RawValue> values) {
    int from = 0;
    while (from < values.size()) {
      Instant end = values.get(from).reading().end();
      int until = from + 1;
      while (until < values.size() && values.get(until).reading().end().equals(end)) {
        until++;
      }
      int boundary = slots.boundary(end);
      if (boundary > 0) {
        takeAt(boundary, values.subList(from, until));
      }
      from = until;
    }
  }

  private void takeAt(int boundary, List<RawValue> values) {
    List<RawValue> meters = new ArrayList<>(values.size());
    List<RawValue> customers = new ArrayList<>(0);
    for (RawValue value : values) {
      (value.source().kind() == Source.Kind.CUSTOMER ? customers : meters).add(value);
    }
    List<Candidate> energies = candidates(meters, Choice::energyOf);
    if (energies.size() > 1) {
      energyConflicts.put(boundary - 1, energies);
    } else if (!energies.isEmpty()) {
      energy[boundary - 1] = energies.getFirst().wh();
    }
    List<Candidate> registers = candidates(meters, Reading::registerWh);
    if (registers.size() > 1) {
      registerConflicts.put(boundary, registers);
    } else if (!registers.isEmpty()) {
      register[boundary] = registers.getFirst().wh();
    }
    candidates(customers, Choice::energyOf).stream()
        .max(LATER)
        .ifPresent(candidate -> said[boundary - 1] = candidate.wh());
  }

  private static final Comparator<Candidate> LATER =
      Comparator.comparing(Candidate::receivedAt).thenComparingLong(Candidate::wh);

  private static OptionalLong energyOf(Reading reading) {
    return reading.energyWh().isPresent()
        ? OptionalLong.of(reading.energyWh().getAsInt())
        : OptionalLong.empty();
  }

  /** Different numbers of the most trusted kind of source that has any. */
  private static List<Candidate> candidates(
      List<RawValue> values, Function<Reading, OptionalLong> number) {
    List<Candidate> found = new ArrayList<>(1);
    Source.Kind kind = Source.Kind.CUSTOMER;
    for (RawValue value : values) {
      OptionalLong wh = number.apply(value.reading());
      if (wh.isEmpty() || value.source().kind().compareTo(kind) > 0) {
        continue;
      }
      if (value.source().kind() != kind) {
        found.clear();
        kind = value.source().kind();
      }
      add(found, new Candidate(wh.getAsLong(), value.receivedAt()));
    }
    return found;
  }

  private static void add(List<Candidate> found, Candidate candidate) {
    for (int i = 0; i < found.size(); i++) {
      Candidate known = found.get(i);
      if (known.wh() == candidate.wh()) {
        if (candidate.receivedAt().isAfter(known.receivedAt())) {
          found.set(i, candidate);
        }
        return;
      }
    }
    found.add(candidate);
  }

  private void settleRegisters() {
    Map<Integer, Long> settled = new HashMap<>();
    registerConflicts.forEach((boundary, candidates) ->
        settled.put(
            boundary,
            candidates.stream()
                .max(
                    Comparator.comparingInt(
                            (Candidate candidate) -> agreements(boundary, candidate.wh()))
                        .thenComparing(candidate -> isBetween(boundary, candidate.wh()))
                        .thenComparing(LATER))
                .orElseThrow()
                .wh()));
    // only now, so that no decision rests on another
    settled.forEach((boundary, wh) -> register[boundary] = wh);
  }

  /** On how many sides, 0..2, register and energy beside it fit. */
  private int agreements(int boundary, long wh) {
    int sides = 0;
    if (boundary > 0 && anyDifference(boundary - 1, boundary - 1, wh, 1)) {
      sides++;
    }
    if (boundary < slots.count() && anyDifference(boundary, boundary + 1, wh, -1)) {
      sides++;
    }
    return sides;
  }

  private boolean anyDifference(int slot, int otherBoundary, long wh, int sign) {
    for (long other : registersAt(otherBoundary)) {
      for (long interval : energiesAt(slot)) {
        if (sign * (wh - other) == interval) {
          return true;
        }
      }
    }
    return false;
  }

  private long[] registersAt(int boundary) {
    List<Candidate> conflict = registerConflicts.get(boundary);
    return conflict == null
        ? present(register[boundary])
        : conflict.stream().mapToLong(Candidate::wh).toArray();
  }

  private long[] energiesAt(int slot) {
    List<Candidate> conflict = energyConflicts.get(slot);
    return conflict == null
        ? present(energy[slot])
        : conflict.stream().mapToLong(Candidate::wh).toArray();
  }

  private static long[] present(long wh) {
    return wh == NONE ? new long[0] : new long[] {wh};
  }

  /** Whether a register lies between the nearest undisputed ones. */
  private boolean isBetween(int boundary, long wh) {
    int before = boundary - 1;
    while (before >= 0 && register[before] == NONE) {
      before--;
    }
    int after = boundary + 1;
    while (after <= slots.count() && register[after] == NONE) {
      after++;
    }
    return (before < 0 || register[before] <= wh)
        && (after > slots.count() || wh <= register[after]);
  }

  private void settleEnergies() {
    energyConflicts.forEach((slot, candidates) ->
        energy[slot] =
            candidates.stream()
                .max(
                    Comparator.comparing((Candidate candidate) -> isAdvance(slot, candidate.wh()))
                        .thenComparing(LATER))
                .orElseThrow()
                .wh());
  }

  private boolean isAdvance(int slot, long wh) {
    return register[slot] != NONE
        && register[slot + 1] != NONE
        && register[slot + 1] - register[slot] == wh;
  }
}
