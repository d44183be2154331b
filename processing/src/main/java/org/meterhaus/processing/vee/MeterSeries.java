package org.meterhaus.processing.vee;

import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.meterhaus.db.blocks.ChannelClass;

/**
 * All that was received of one meter over a span, to be repaired as a whole: for files. Not
 * thread-safe.
 */
public final class MeterSeries {
  /** Where there is no energy or no register. */
  public static final long NONE = Choice.NONE;

  private final Slots slots;
  private final OptionalInt maxWh;
  private final OptionalLong modulus;
  private final Choice choice;
  private final ClassRules parameters;

  /** A main channel. */
  public MeterSeries(
      Instant start,
      int count,
      int intervalS,
      ZoneId zone,
      OptionalInt maxWh,
      OptionalLong modulus) {
    this(start, count, intervalS, zone, maxWh, modulus, ChannelClass.MAIN);
  }

  /**
   * @param start of the first interval
   * @param count intervals, 1 or more
   * @param intervalS seconds of an interval, a divisor of 3600
   * @param maxWh the most an interval can hold; empty when not known
   * @param modulus where the register goes back to 0; empty when not known
   * @param kind decides the parameters of the rules
   */
  public MeterSeries(
      Instant start,
      int count,
      int intervalS,
      ZoneId zone,
      OptionalInt maxWh,
      OptionalLong modulus,
      ChannelClass kind) {
    if (count < 1 || intervalS < 1 || 3600 % intervalS != 0) {
      throw new IllegalArgumentException(
          "a series needs intervals that divide an hour but had %d of %d s"
              .formatted(count, intervalS));
    }
    this.slots = new Slots(start, count, intervalS, zone);
    this.maxWh = maxWh;
    this.modulus = modulus;
    this.choice = new Choice(slots);
    this.parameters = ClassRules.of(kind);
  }

  /**
   * Takes one row.
   *
   * @param end of the interval, seconds since the epoch
   * @param wh energy of the interval that ends there, or {@link #NONE}
   * @param registerWh the register there, or {@link #NONE}
   * @param receivedAt seconds since the epoch
   * @return false if the row lies outside the span or too far off its grid, and is not used
   */
  public boolean offer(long end, long wh, long registerWh, long receivedAt) {
    long seconds = end - slots.start().getEpochSecond();
    int intervalS = slots.intervalS();
    if (seconds < 0 || seconds > (long) slots.count() * intervalS) {
      return false;
    }
    long boundary = seconds / intervalS;
    if (boundary * intervalS != seconds) {
      choice.offGrid().add(new OffTime.Row(seconds, 0, wh, registerWh, receivedAt * 1000));
      return Math.abs(TimeTolerance.late(seconds, intervalS)) <= parameters.toleranceS(intervalS);
    }
    choice.offer((int) boundary, wh, registerWh, receivedAt * 1000);
    return true;
  }

  /**
   * Takes the average power that a meter reports for an interval; not taken off the grid.
   *
   * @param end of the interval, seconds since the epoch
   * @param watts mean over the interval
   */
  public void offerPower(long end, long watts) {
    long seconds = end - slots.start().getEpochSecond();
    int intervalS = slots.intervalS();
    if (seconds > 0 && seconds <= (long) slots.count() * intervalS && seconds % intervalS == 0) {
      choice.offerPower((int) (seconds / intervalS) - 1, watts);
    }
  }

  /**
   * For which intervals something of their own was received: an energy, or the register at their
   * end.
   */
  public boolean[] received() {
    boolean[] received = new boolean[slots.count()];
    for (int slot = 0; slot < received.length; slot++) {
      received[slot] = choice.anyEnergy(slot) || choice.registersAt(slot + 1).length > 0;
    }
    return received;
  }

  /** What was received for an interval, in words. */
  public String describe(int slot) {
    return "energy %s, register before %s, register after %s"
        .formatted(
            words(choice.energiesAt(slot)),
            words(choice.registersAt(slot)),
            words(choice.registersAt(slot + 1)));
  }

  private static String words(long[] values) {
    return values.length == 0
        ? "none"
        : Arrays.stream(values)
            .mapToObj(wh -> String.format(java.util.Locale.ROOT, "%,d Wh", wh))
            .collect(java.util.stream.Collectors.joining(" or "));
  }

  /** Repairs the whole span; to be called once. */
  public RepairedSeries repair(Rules rules) {
    RepairedSeries repaired =
        RepairedSeries.of(choice, parameters, maxWh, modulus, rules, 0, slots.count());
    return rules.highLow() ? repaired.withUse(parameters) : repaired;
  }
}
