package org.meterhaus.processing.detect;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.OptionalInt;

/**
 * The energy of one device in the hours of one whole calendar day. Immutable. A day of which an
 * hour is not known is no such day: it is left out, never filled with zeros.
 */
public final class DeviceDay {
  /** A day has 24 hours, one more or less (or half an hour) when the clocks change. */
  private static final int MIN_HOURS = 23;

  private static final int MAX_HOURS = 25;

  private final LocalDate date;
  private final int[] sortedWh;
  private final long sumWh;
  private final OptionalInt peakW;

  private DeviceDay(LocalDate date, int[] sortedWh, OptionalInt peakW) {
    this.date = date;
    this.sortedWh = sortedWh;
    this.sumWh = Arrays.stream(sortedWh).asLongStream().sum();
    this.peakW = peakW;
  }

  /**
   * @param hourlyWh energy of each hour, 23..25 of them; what an offset of the meter makes negative
   *     counts as 0
   */
  public static DeviceDay of(LocalDate date, int[] hourlyWh) {
    return of(date, hourlyWh, OptionalInt.empty());
  }

  /**
   * As above, with what finer intervals say.
   *
   * @param peakW highest mean power of a metered interval of the day, W
   */
  public static DeviceDay of(LocalDate date, int[] hourlyWh, OptionalInt peakW) {
    if (hourlyWh.length < MIN_HOURS || hourlyWh.length > MAX_HOURS) {
      throw new IllegalArgumentException(
          "a day has %d..%d hours but had %d".formatted(MIN_HOURS, MAX_HOURS, hourlyWh.length));
    }
    int[] sorted = Arrays.stream(hourlyWh).map(wh -> Math.max(0, wh)).sorted().toArray();
    return new DeviceDay(date, sorted, peakW);
  }

  public LocalDate date() {
    return date;
  }

  public int hours() {
    return sortedWh.length;
  }

  /** Energy of the hour of that rank, Wh; 0 is the lowest. */
  public int rankedWh(int rank) {
    return sortedWh[rank];
  }

  public long sumWh() {
    return sumWh;
  }

  /** Mean power of the day, W. */
  public double meanW() {
    return (double) sumWh / hours();
  }

  /** Mean power of the lowest hour, W. */
  public int lowestW() {
    return sortedWh[0];
  }

  /** Highest mean power of a metered interval, W; empty if only hours are known. */
  public OptionalInt peakW() {
    return peakW;
  }

  @Override
  public String toString() {
    return date + " " + Arrays.toString(sortedWh);
  }
}
