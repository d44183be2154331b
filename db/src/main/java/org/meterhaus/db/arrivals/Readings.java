package org.meterhaus.db.arrivals;

import java.time.Instant;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.RandomAccess;

/**
 * Readings in columns of numbers: a list that makes its elements when they are asked for. Whoever
 * looks at every reading of every meter asks for the numbers, and follows no pointer for them.
 * Immutable.
 */
public final class Readings extends AbstractList<Reading> implements RandomAccess {
  private static final int HAS_ENERGY = 1 << 16;
  private static final int HAS_REGISTER = 1 << 17;
  private static final int STATUS = 0xFFFF;

  private final long[] ends;

  /** Status bits, and which of the numbers there are. */
  private final int[] marks;

  private final int[] energies;
  private final long[] registers;
  private final int from;
  private final int size;

  private Readings(long[] ends, int[] marks, int[] energies, long[] registers, int from, int size) {
    this.ends = ends;
    this.marks = marks;
    this.energies = energies;
    this.registers = registers;
    this.from = from;
    this.size = size;
  }

  /** Collects readings one after the other. Not thread-safe. */
  public static final class Builder {
    private long[] ends;
    private int[] marks;
    private int[] energies;
    private long[] registers;
    private int size;

    /**
     * @param expected number of readings to make room for; more may follow
     */
    public Builder(int expected) {
      ends = new long[expected];
      marks = new int[expected];
      energies = new int[expected];
      registers = new long[expected];
    }

    public void add(Reading reading) {
      put(
          reading.end().getEpochSecond(),
          reading.status()
              | (reading.energyWh().isPresent() ? HAS_ENERGY : 0)
              | (reading.registerWh().isPresent() ? HAS_REGISTER : 0),
          reading.energyWh().orElse(0),
          reading.registerWh().orElse(0));
    }

    /** Part of another list: readings {@code [first, until)}. */
    public void addAll(Readings other, int first, int until) {
      Objects.checkFromToIndex(first, until, other.size);
      int count = until - first;
      room(count);
      int at = other.from + first;
      System.arraycopy(other.ends, at, ends, size, count);
      System.arraycopy(other.marks, at, marks, size, count);
      System.arraycopy(other.energies, at, energies, size, count);
      System.arraycopy(other.registers, at, registers, size, count);
      size += count;
    }

    /**
     * The fields of a {@link Reading}, as they come out of a file or a message.
     *
     * @param end seconds since the epoch
     * @param energyWh ignored without {@code hasEnergy}
     * @param registerWh ignored without {@code hasRegister}
     * @throws IllegalArgumentException for what is no reading
     */
    void add(
        long end,
        int status,
        boolean hasEnergy,
        int energyWh,
        boolean hasRegister,
        long registerWh) {
      Reading.check(end, status, hasEnergy, hasRegister, registerWh);
      put(
          end,
          status | (hasEnergy ? HAS_ENERGY : 0) | (hasRegister ? HAS_REGISTER : 0),
          hasEnergy ? energyWh : 0,
          hasRegister ? registerWh : 0);
    }

    private void put(long end, int mark, int energy, long register) {
      if (size == ends.length) {
        room(1);
      }
      ends[size] = end;
      marks[size] = mark;
      energies[size] = energy;
      registers[size] = register;
      size++;
    }

    private void room(int more) {
      if (size + more > ends.length) {
        int length = Math.max(size + more, 2 * ends.length);
        ends = Arrays.copyOf(ends, length);
        marks = Arrays.copyOf(marks, length);
        energies = Arrays.copyOf(energies, length);
        registers = Arrays.copyOf(registers, length);
      }
    }

    /** What was collected; to be called once, and nothing may be added afterwards. */
    public Readings build() {
      return new Readings(ends, marks, energies, registers, 0, size);
    }
  }

  /** A copy of a list in this form; the list itself if it is. */
  public static Readings copyOf(List<Reading> readings) {
    if (readings instanceof Readings already) {
      return already;
    }
    var columns = new Builder(readings.size());
    readings.forEach(columns::add);
    return columns.build();
  }

  /** All of them, one list after the other. */
  public static Readings concat(List<Readings> parts) {
    if (parts.size() == 1) {
      return parts.getFirst();
    }
    var all = new Builder(parts.stream().mapToInt(Readings::size).sum());
    parts.forEach(part -> all.addAll(part, 0, part.size()));
    return all.build();
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public Reading get(int i) {
    return new Reading(
        Instant.ofEpochSecond(endSecond(i)),
        status(i),
        hasEnergy(i) ? OptionalInt.of(energyWh(i)) : OptionalInt.empty(),
        hasRegister(i) ? OptionalLong.of(registerWh(i)) : OptionalLong.empty());
  }

  /** Readings {@code [first, until)}, over the same numbers. */
  @Override
  public Readings subList(int first, int until) {
    Objects.checkFromToIndex(first, until, size);
    return first == 0 && until == size
        ? this
        : new Readings(ends, marks, energies, registers, from + first, until - first);
  }

  /** {@link Reading#end} in seconds since the epoch. */
  public long endSecond(int i) {
    return ends[at(i)];
  }

  public int status(int i) {
    return marks[at(i)] & STATUS;
  }

  public boolean hasEnergy(int i) {
    return (marks[at(i)] & HAS_ENERGY) != 0;
  }

  /** Wh, 0 where there is none. */
  public int energyWh(int i) {
    return energies[at(i)];
  }

  public boolean hasRegister(int i) {
    return (marks[at(i)] & HAS_REGISTER) != 0;
  }

  /** Wh, 0 where there is none. */
  public long registerWh(int i) {
    return registers[at(i)];
  }

  /** Whether a reading is whole, energy and register, and the meter remarked nothing. */
  public boolean isPlain(int i) {
    return marks[at(i)] == (HAS_ENERGY | HAS_REGISTER);
  }

  private int at(int i) {
    return from + Objects.checkIndex(i, size);
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof Readings that)) {
      return super.equals(other);
    }
    int end = from + size;
    int thatEnd = that.from + that.size;
    return size == that.size
        && Arrays.equals(ends, from, end, that.ends, that.from, thatEnd)
        && Arrays.equals(marks, from, end, that.marks, that.from, thatEnd)
        && Arrays.equals(energies, from, end, that.energies, that.from, thatEnd)
        && Arrays.equals(registers, from, end, that.registers, that.from, thatEnd);
  }

  /** As any list of the same readings. */
  @Override
  public int hashCode() {
    return super.hashCode();
  }
}
