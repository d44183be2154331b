package org.meterhaus.processing.vee;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Function;
import org.meterhaus.db.arrivals.Reading;
import org.meterhaus.db.arrivals.Source;
import org.meterhaus.db.blocks.ValidationRule;
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

  /** A reported number, and when it was reported last, in milliseconds. */
  private record Candidate(long wh, long receivedAt) {}

  private final Slots slots;

  /** By slot. */
  private final long[] energy;

  /** By slot, what customers say; never mixed with the meter's. */
  private final long[] said;

  /** By boundary. */
  private final long[] register;

  /** By slot and by boundary, when the one that is there was received. */
  private final long[] energyAt;

  private final long[] registerAt;

  private final NavigableMap<Integer, List<Candidate>> energyConflicts = new TreeMap<>();
  private final NavigableMap<Integer, List<Candidate>> registerConflicts = new TreeMap<>();
  private final List<Noted> notes = new ArrayList<>();

  /** Status bits by slot; 0 where there are none. */
  private final int[] status;

  /** Reported for times that are not the end of an interval. */
  private final List<OffTime.Row> offGrid = new ArrayList<>(0);

  /** By slot, for the few that neighbours were asked about. */
  private final Map<Integer, Candidate> neighbours = new HashMap<>(0);

  /** Average power in W by slot, where a meter reports it. */
  private final NavigableMap<Integer, Long> powers = new TreeMap<>();

  Choice(Slots slots) {
    this.slots = slots;
    this.energy = filled(slots.count());
    this.said = filled(slots.count());
    this.register = filled(slots.count() + 1);
    this.energyAt = new long[slots.count()];
    this.registerAt = new long[slots.count() + 1];
    this.status = new int[slots.count()];
  }

  static Choice of(RawWindow window, Slots slots) {
    var choice = new Choice(slots);
    for (RawDay day : window.days()) {
      choice.take(day.values());
    }
    return choice;
  }

  /** Decides every conflict; nothing may be offered afterwards. */
  void settle() {
    settleRegisters();
    settleEnergies();
  }

  Slots slots() {
    return slots;
  }

  List<Noted> notes() {
    return notes;
  }

  int[] status() {
    return status;
  }

  /** Rows that no slot has; see {@link OffTime}. */
  List<OffTime.Row> offGrid() {
    return offGrid;
  }

  /** Average power in W by slot; the larger where several were reported. */
  NavigableMap<Integer, Long> powers() {
    return powers;
  }

  void offerPower(int slot, long watts) {
    powers.merge(slot, watts, Math::max);
  }

  void addStatus(int boundary, int bits) {
    if (boundary > 0) {
      status[boundary - 1] |= bits;
    }
  }

  // ---------------------------------------------------------------- what was received

  /**
   * A meter's row.
   *
   * @param boundary that it was reported for, 0..count; energy at 0 belongs to no slot
   * @param wh energy of the interval that ends there, or {@link #NONE}
   * @param level of the register there, or {@link #NONE}
   * @param receivedAt milliseconds since the epoch
   */
  void offer(int boundary, long wh, long level, long receivedAt) {
    if (wh != NONE && boundary > 0) {
      offer(energy, energyAt, energyConflicts, boundary - 1, new Candidate(wh, receivedAt));
    }
    if (level != NONE) {
      offer(register, registerAt, registerConflicts, boundary, new Candidate(level, receivedAt));
    }
  }

  private static void offer(
      long[] chosen,
      long[] chosenAt,
      Map<Integer, List<Candidate>> conflicts,
      int at,
      Candidate candidate) {
    List<Candidate> conflict = conflicts.get(at);
    if (conflict != null) {
      add(conflict, candidate);
    } else if (chosen[at] == NONE || chosen[at] == candidate.wh()) {
      chosenAt[at] =
          chosen[at] == NONE
              ? candidate.receivedAt()
              : Math.max(chosenAt[at], candidate.receivedAt());
      chosen[at] = candidate.wh();
    } else {
      var both = new ArrayList<Candidate>(2);
      both.add(new Candidate(chosen[at], chosenAt[at]));
      add(both, candidate);
      conflicts.put(at, both);
      chosen[at] = NONE;
    }
  }

  /** The registers reported for a boundary, from the lowest: none, one or several. */
  long[] registersAt(int boundary) {
    List<Candidate> conflict = registerConflicts.get(boundary);
    return conflict == null
        ? present(register[boundary])
        : conflict.stream().mapToLong(Candidate::wh).sorted().toArray();
  }

  /** Boundaries for which several registers were reported, in order. */
  Iterable<Integer> disputedRegisters() {
    return registerConflicts.keySet();
  }

  /** Puts one register, or none, in place of what was reported for a boundary. */
  void replaceRegister(int boundary, long level) {
    registerConflicts.remove(boundary);
    register[boundary] = level;
  }

  /** Forgets an energy: the registers around it say it. */
  void dropEnergy(int slot) {
    energyConflicts.remove(slot);
    energy[slot] = NONE;
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
      } else if (boundary < 0) {
        takeOff(end, values.subList(from, until));
      }
      from = until;
    }
  }

  private void takeAt(int boundary, List<RawValue> values) {
    List<RawValue> meters = new ArrayList<>(values.size());
    List<RawValue> customers = new ArrayList<>(0);
    for (RawValue value : values) {
      if (value.source().kind().isEvidence()) {
        meters.add(value);
      } else if (value.source().kind() == Source.Kind.CUSTOMER) {
        customers.add(value);
      } else if (value.source().kind() == Source.Kind.NEIGHBOURS) {
        takeNeighbours(boundary - 1, value);
      }
    }
    for (RawValue value : meters) {
      status[boundary - 1] |= value.reading().status();
    }
    for (Candidate one : candidates(meters, Choice::energyOf)) {
      offer(boundary, one.wh(), NONE, one.receivedAt());
    }
    for (Candidate one : candidates(meters, Reading::registerWh)) {
      offer(boundary, NONE, one.wh(), one.receivedAt());
    }
    candidates(customers, Choice::energyOf).stream()
        .max(LATER)
        .ifPresent(candidate -> said[boundary - 1] = candidate.wh());
  }

  private void takeNeighbours(int slot, RawValue value) {
    var said =
        new Candidate(energyOf(value.reading()).orElse(0), value.receivedAt().toEpochMilli());
    neighbours.merge(slot, said, (one, other) -> LATER.compare(one, other) < 0 ? other : one);
  }

  /** What neighbours used in a slot, {@link #NONE} where nobody asked them. */
  long neighbours(int slot) {
    Candidate said = neighbours.get(slot);
    return said == null ? NONE : said.wh();
  }

  /** Rows off the grid; customers choose from the times that there are. */
  private void takeOff(Instant end, List<RawValue> values) {
    long seconds = end.getEpochSecond() - slots.start().getEpochSecond();
    if (seconds < 0 || seconds > (long) slots.count() * slots.intervalS()) {
      return;
    }
    List<RawValue> meters = new ArrayList<>(values.size());
    int bits = 0;
    for (RawValue value : values) {
      if (value.source().kind().isEvidence()) {
        meters.add(value);
        bits |= value.reading().status();
      }
    }
    for (Candidate one : candidates(meters, Choice::energyOf)) {
      offGrid.add(new OffTime.Row(seconds, bits, one.wh(), NONE, one.receivedAt()));
    }
    for (Candidate one : candidates(meters, Reading::registerWh)) {
      offGrid.add(new OffTime.Row(seconds, bits, NONE, one.wh(), one.receivedAt()));
    }
  }

  private static final Comparator<Candidate> LATER =
      Comparator.comparingLong(Candidate::receivedAt).thenComparingLong(Candidate::wh);

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
      add(found, new Candidate(wh.getAsLong(), value.receivedAt().toEpochMilli()));
    }
    return found;
  }

  private static void add(List<Candidate> found, Candidate candidate) {
    for (int i = 0; i < found.size(); i++) {
      Candidate known = found.get(i);
      if (known.wh() == candidate.wh()) {
        if (candidate.receivedAt() > known.receivedAt()) {
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
    settled.forEach((boundary, wh) -> {
      register[boundary] = wh;
      if (boundary > 0) {
        note(boundary - 1, registerConflicts.getOrDefault(boundary, List.of()), wh);
      }
    });
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

  boolean anyEnergy(int slot) {
    return energy[slot] != NONE || energyConflicts.containsKey(slot);
  }

  /** The energies reported for a slot: none, one or several. */
  long[] energiesAt(int slot) {
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

  private void note(int slot, List<Candidate> candidates, long chosen) {
    for (Candidate candidate : candidates) {
      if (candidate.wh() != chosen) {
        notes.add(new Noted(ValidationRule.CONFLICT, slot, 1, candidate.wh(), chosen));
      }
    }
  }

  private void settleEnergies() {
    energyConflicts.forEach((slot, candidates) -> {
      energy[slot] =
          candidates.stream()
              .max(
                  Comparator.comparing((Candidate candidate) -> isAdvance(slot, candidate.wh()))
                      .thenComparing(LATER))
              .orElseThrow()
              .wh();
      note(slot, candidates, energy[slot]);
    });
  }

  private boolean isAdvance(int slot, long wh) {
    return register[slot] != NONE
        && register[slot + 1] != NONE
        && register[slot + 1] - register[slot] == wh;
  }
}
