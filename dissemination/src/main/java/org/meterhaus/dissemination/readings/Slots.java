package org.meterhaus.dissemination.readings;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.meterhaus.db.blocks.CleanValues;
import org.meterhaus.db.blocks.DayGrid;
import org.meterhaus.db.blocks.Quality;
import org.meterhaus.db.customers.Stay;
import org.meterhaus.dissemination.time.Interval;

/**
 * The meter intervals of a channel that lie wholly inside an interval and inside the caller's
 * stays, oldest first, each with its value or the reason why there is none. Arrays, since an answer
 * may run over years. Immutable.
 */
public final class Slots {

  /**
   * Beside the codes of {@link Quality}, and between them: worse than any value, better than
   * missing.
   */
  private static final byte PENDING = 80;

  private final int intervalS;
  private final long[] startS;
  private final int[] wh;
  private final byte[] code;
  private final @Nullable Instant dataUntil;

  /** Of estimates, by slot. Sums have none: what their parts are wrong by goes together or not. */
  private final Map<Integer, Value.Band> bands = new HashMap<>();

  private Slots(int intervalS, long[] startS, int[] wh, byte[] code, @Nullable Instant dataUntil) {
    this.intervalS = intervalS;
    this.startS = startS;
    this.wh = wh;
    this.code = code;
    this.dataUntil = dataUntil;
  }

  /**
   * What a channel is and how far it got.
   *
   * @param zone whose days the blocks are
   * @param intervalS length of a meter interval, seconds
   * @param dataUntil end of the newest meter interval that was reported; null if none ever was
   */
  public record Extent(ZoneId zone, int intervalS, @Nullable Instant dataUntil) {}

  /**
   * @param blocks values by day; a day without has none
   * @param late at {@code late} or before, a meter interval that has ended should have a value: now
   *     less the delay of delivery
   */
  static Slots of(
      Extent extent,
      Interval interval,
      List<Stay> stays,
      Map<LocalDate, CleanValues> blocks,
      Instant late) {
    int capacity = (int) (interval.length().toSeconds() / extent.intervalS()) + 1;
    var slots =
        new Slots(
            extent.intervalS(),
            new long[capacity],
            new int[capacity],
            new byte[capacity],
            known(extent.dataUntil(), stays));
    int count = 0;
    LocalDate last = interval.end().minusNanos(1).atZone(extent.zone()).toLocalDate();
    for (LocalDate day = interval.start().atZone(extent.zone()).toLocalDate();
        !day.isAfter(last);
        day = day.plusDays(1)) {
      var grid = new DayGrid(day, extent.zone(), extent.intervalS());
      count = slots.addDay(count, grid, blocks.get(day), interval, stays, extent, late);
    }
    return slots.first(count);
  }

  private int addDay(
      int count,
      DayGrid grid,
      @Nullable CleanValues values,
      Interval interval,
      List<Stay> stays,
      Extent extent,
      Instant late) {
    int slotsOfDay = grid.slots();
    if (values != null && values.size() != slotsOfDay) {
      throw new IllegalStateException(
          "day %s has %d slots but its block %d".formatted(grid.day(), slotsOfDay, values.size()));
    }
    int next = count;
    Instant start = grid.start();
    for (int slot = 0; slot < slotsOfDay; slot++) {
      Instant end = start.plusSeconds(intervalS);
      if (interval.covers(start, end) && isHeld(stays, start, end)) {
        startS[next] = start.getEpochSecond();
        if (values != null && values.isPresent(slot)) {
          wh[next] = values.wh(slot).orElseThrow();
          code[next] = values.quality(slot).code();
          noteBand(next, values, slot);
        } else {
          boolean reported = extent.dataUntil() != null && !end.isAfter(extent.dataUntil());
          code[next] = reported || !end.isAfter(late) ? Quality.MISSING.code() : PENDING;
        }
        next++;
      }
      start = end;
    }
    return next;
  }

  private void noteBand(int at, CleanValues values, int slot) {
    OptionalInt low = values.low(slot);
    OptionalInt high = values.high(slot);
    if (low.isPresent() && high.isPresent() && low.getAsInt() < high.getAsInt()) {
      bands.put(at, new Value.Band(low.getAsInt(), high.getAsInt()));
    }
  }

  private static boolean isHeld(List<Stay> stays, Instant start, Instant end) {
    for (Stay stay : stays) {
      if (stay.covers(start, end)) {
        return true;
      }
    }
    return false;
  }

  /** What came after a customer moved out, or only before it moved in, is nothing to it. */
  static @Nullable Instant known(@Nullable Instant dataUntil, List<Stay> stays) {
    if (dataUntil == null || !dataUntil.isAfter(stays.getFirst().from())) {
      return null;
    }
    Instant until = stays.getLast().until();
    return until != null && until.isBefore(dataUntil) ? until : dataUntil;
  }

  private Slots first(int count) {
    var first =
        new Slots(
            intervalS,
            Arrays.copyOf(startS, count),
            Arrays.copyOf(wh, count),
            Arrays.copyOf(code, count),
            dataUntil);
    first.bands.putAll(bands);
    return first;
  }

  /**
   * The same energy in longer intervals, counted from midnight. What does not fill one is left out:
   * the last half-hour of a day of 23.5 hours is no hour.
   *
   * @param stepS a multiple of the interval, seconds
   * @param zone whose midnight it is
   */
  public Slots coarser(int stepS, ZoneId zone) {
    if (stepS % intervalS != 0) {
      throw new IllegalArgumentException(
          "stepS must be a multiple of %d but was %d".formatted(intervalS, stepS));
    }
    int parts = stepS / intervalS;
    if (parts == 1) {
      return this;
    }
    var longer =
        new Slots(
            stepS,
            new long[size() / parts],
            new int[size() / parts],
            new byte[size() / parts],
            dataUntil);
    int count = 0;
    for (int slot = 0; slot + parts <= size(); ) {
      LocalDate day = start(slot).atZone(zone).toLocalDate();
      long dayStartS = day.atStartOfDay(zone).toEpochSecond();
      long dayEndS = day.plusDays(1).atStartOfDay(zone).toEpochSecond();
      boolean fills =
          (startS[slot] - dayStartS) % stepS == 0
              && startS[slot + parts - 1] == startS[slot] + stepS - intervalS
              && startS[slot] + stepS <= dayEndS;
      if (fills) {
        longer.startS[count] = startS[slot];
        longer.code[count] = worstCode(slot, slot + parts);
        Long sum = longer.isPresent(count) ? sum(slot, slot + parts) : null;
        longer.wh[count] = sum == null ? 0 : Math.toIntExact(sum);
        count++;
      }
      slot += fills ? parts : 1;
    }
    return longer.first(count);
  }

  /**
   * Several channels as one. A meter interval has a value where all channels that have this
   * interval at all have a value; anything else would look like a smaller use.
   *
   * @param all at least one, of equal interval
   */
  public static Slots together(List<Slots> all) {
    Slots one = all.getFirst();
    long[] starts =
        all.stream()
            .flatMapToLong(each -> Arrays.stream(each.startS))
            .sorted()
            .distinct()
            .toArray();
    var sums = new int[starts.length];
    var codes = new byte[starts.length];
    Instant dataUntil = one.dataUntil;
    for (Slots each : all) {
      if (each.intervalS != one.intervalS) {
        throw new IllegalArgumentException(
            "intervals must be equal but were %d and %d s"
                .formatted(one.intervalS, each.intervalS));
      }
      int at = 0;
      for (int slot = 0; slot < each.size(); slot++, at++) {
        while (starts[at] < each.startS[slot]) {
          at++;
        }
        codes[at] = (byte) Math.max(codes[at], each.code[slot]);
        sums[at] = codes[at] < PENDING ? Math.addExact(sums[at], each.wh[slot]) : 0;
      }
      boolean older =
          dataUntil != null && (each.dataUntil == null || each.dataUntil.isBefore(dataUntil));
      dataUntil = older ? each.dataUntil : dataUntil;
    }
    return new Slots(one.intervalS, starts, sums, codes, dataUntil);
  }

  public int size() {
    return startS.length;
  }

  public Duration interval() {
    return Duration.ofSeconds(intervalS);
  }

  public Instant start(int slot) {
    return Instant.ofEpochSecond(startS[slot]);
  }

  public Instant end(int slot) {
    return Instant.ofEpochSecond(startS[slot] + intervalS);
  }

  public boolean isPresent(int slot) {
    return code[slot] < PENDING;
  }

  /** Meaningful only where {@link #isPresent}. */
  public int wh(int slot) {
    if (!isPresent(slot)) {
      throw new IllegalStateException("no value at " + start(slot));
    }
    return wh[slot];
  }

  public ValueQuality quality(int slot) {
    return qualityOf(code[slot]);
  }

  /**
   * End of the newest meter interval that was reported, as far as the caller may know; null if
   * there is none.
   */
  public @Nullable Instant dataUntil() {
    return dataUntil;
  }

  /** The first slot that starts at {@code from} or later; {@link #size} if there is none. */
  public int firstFrom(Instant from) {
    int found = Arrays.binarySearch(startS, from.getEpochSecond() + (from.getNano() == 0 ? 0 : 1));
    return found >= 0 ? found : -found - 1;
  }

  public int present() {
    return present(0, size());
  }

  /** Values among the slots from {@code from} (inclusive) to {@code to} (exclusive). */
  public int present(int from, int to) {
    int present = 0;
    for (int slot = from; slot < to; slot++) {
      present += isPresent(slot) ? 1 : 0;
    }
    return present;
  }

  /** Wh over the values that are there; null if there is none. */
  public @Nullable Long sum(int from, int to) {
    long sum = 0;
    boolean any = false;
    for (int slot = from; slot < to; slot++) {
      if (isPresent(slot)) {
        sum += wh[slot];
        any = true;
      }
    }
    return any ? sum : null;
  }

  /**
   * Of the slots from {@code from} to {@code to}; {@link ValueQuality#MEASURED} if there is none.
   */
  public ValueQuality worst(int from, int to) {
    return qualityOf(worstCode(from, to));
  }

  /**
   * One value over the slots from {@code from} to {@code to}: their sum if all are there, else the
   * reason why not.
   */
  Value value(Instant start, Instant end, int from, int to) {
    byte worst = worstCode(from, to);
    ValueQuality quality = qualityOf(worst);
    return new Value(
        start,
        end,
        worst < PENDING ? sum(from, to) : null,
        quality,
        worst < PENDING ? ruleOf(worst) : null,
        to == from + 1 ? bands.get(from) : null);
  }

  private byte worstCode(int from, int to) {
    byte worst = Quality.MEASURED.code();
    for (int slot = from; slot < to; slot++) {
      worst = (byte) Math.max(worst, code[slot]);
    }
    return worst;
  }

  static ValueQuality qualityOf(byte code) {
    if (code == PENDING) {
      return ValueQuality.PENDING;
    }
    return switch (Quality.of(code)) {
      case MEASURED -> ValueQuality.MEASURED;
      case REGISTER_DIFFERENCE,
          REGISTER_SCALED,
          LINEAR,
          LIKE_DAY,
          SIMILAR_DAYS,
          NEIGHBOURS,
          STANDARD_PROFILE ->
          ValueQuality.ESTIMATED;
      case MOVED, EDITED -> ValueQuality.EDITED;
      case MISSING -> ValueQuality.MISSING;
    };
  }

  private static @Nullable EstimationRule ruleOf(byte code) {
    return switch (Quality.of(code)) {
      case REGISTER_DIFFERENCE -> EstimationRule.REGISTER_DIFFERENCE;
      case REGISTER_SCALED -> EstimationRule.REGISTER_SCALED;
      case LINEAR -> EstimationRule.LINEAR;
      case LIKE_DAY -> EstimationRule.LIKE_DAY;
      case SIMILAR_DAYS -> EstimationRule.SIMILAR_DAYS;
      case NEIGHBOURS -> EstimationRule.NEIGHBOURS;
      case STANDARD_PROFILE -> EstimationRule.STANDARD_PROFILE;
      case MOVED -> EstimationRule.CLOCK_SHIFT;
      case MEASURED, EDITED, MISSING -> null;
    };
  }
}
