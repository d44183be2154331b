package org.meterhaus.meters;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.cosem.CosemDateTime;
import org.meterhaus.dlms.data.Data;
import org.meterhaus.dlms.server.objects.ProfileBuffer;

/**
 * The load profile of one channel, computed when it is read: a row for each interval that has ended
 * since the meter was commissioned, damaged by the meter's faults. Thread-safe; keeps no rows.
 */
final class LoadProfile implements ProfileBuffer {

  /** Bit of the status column: the channel was switched off, so 0 Wh is no lack of demand. */
  static final int DISCONNECTED = 0x40;

  /** Bit of the status column: power failed in the interval (AMR profile status, bit 7). */
  static final int POWER_DOWN = 0x80;

  /** How far back rows are kept. */
  static final Duration DEPTH = Duration.ofDays(400);

  private static final long WEEK_SECONDS = Duration.ofDays(7).toSeconds();

  private final int channel;
  private final Duration interval;
  private final Supplier<Consumption> consumption;
  private final InstantSource now;

  /** What is wrong with each interval of a week that begins on Monday 00:00 UTC. */
  private final Fault.@Nullable OfProfile[] week;

  /** The longest block that is repeated, in intervals. */
  private final int longestBlock;

  LoadProfile(int channel, Faults faults, Supplier<Consumption> consumption, InstantSource now) {
    this.channel = channel;
    this.interval = faults.interval();
    this.consumption = consumption;
    this.now = now;
    this.week = new Fault.OfProfile[(int) (WEEK_SECONDS / interval.toSeconds())];
    int longest = 0;
    for (int i = 0; i < week.length; i++) {
      Fault.OfProfile fault = faults.at(channel, monday(i));
      week[i] = fault;
      longest = Math.max(longest, fault instanceof Fault.Repeated ? fault.intervals() : 0);
    }
    this.longestBlock = longest;
  }

  /** Rows that fit: each interval of {@link #DEPTH} twice, as a repeated block takes its place. */
  static long capacity(Duration interval) {
    return 2 * DEPTH.dividedBy(interval);
  }

  @Override
  public long entriesInUse() {
    return starts(first(), end()).size();
  }

  @Override
  public List<Data> entries(long first, long last) {
    List<Instant> starts = starts(first(), end());
    int from = (int) Math.min(first - 1, starts.size());
    int to = (int) Math.min(last, starts.size());
    return rows(starts.subList(from, Math.max(from, to)));
  }

  @Override
  public List<Data> between(Instant from, Instant to) {
    // A block's copy comes after it, so whole blocks are laid out before the range is cut out.
    Duration margin = interval.multipliedBy(longestBlock + 1L);
    Instant oldest = first();
    Instant newest = end();
    Instant start = from.isBefore(oldest.plus(margin)) ? oldest : floor(from.minus(margin));
    Instant end = to.isAfter(newest.minus(margin)) ? newest : floor(to.plus(margin));
    List<Instant> starts = new ArrayList<>();
    for (Instant row : starts(start, end)) {
      Instant stamp = row.plus(interval);
      if (!stamp.isBefore(from) && !stamp.isAfter(to)) {
        starts.add(row);
      }
    }
    return rows(starts);
  }

  /** Energy of the interval as the meter tells it: with a spike, if there is one. */
  long deliveredWh(Consumption truth, Instant start) {
    int addWh = fault(start) instanceof Fault.Spike spike ? spike.addWh() : 0;
    return (long) truth.energyWh(channel, start) + addWh;
  }

  /** Status of the interval, bits as in the status column. */
  int status(Consumption truth, Instant start) {
    return (truth.paused(channel, start) ? DISCONNECTED : 0)
        | (truth.powerFailed(start) ? POWER_DOWN : 0);
  }

  /** Starts of the intervals from {@code from} to {@code to}, as the rows of the buffer are. */
  private List<Instant> starts(Instant from, Instant to) {
    Consumption truth = consumption.get();
    List<Instant> starts = new ArrayList<>();
    for (Instant start = from; start.isBefore(to); start = start.plus(interval)) {
      switch (fault(start)) {
        case null -> starts.add(start);
        case Fault.Spike _ -> starts.add(start);
        case Fault.Lost _ -> {}
        case Fault.Repeated repeated -> {
          starts.add(start);
          if (!repeated.equals(fault(start.plus(interval))) || isLastOf(repeated, start)) {
            repeat(repeated, start, from, starts);
          }
        }
      }
    }
    // without power nobody writes; the register goes on where it stood
    starts.removeIf(truth::dark);
    return starts;
  }

  private boolean isLastOf(Fault.Repeated repeated, Instant start) {
    Instant next = start.plus(interval);
    return repeated.when().lastUntil(next).equals(next);
  }

  private void repeat(Fault.Repeated block, Instant last, Instant from, List<Instant> starts) {
    Instant start = last.minus(interval.multipliedBy(block.intervals() - 1L));
    for (; !start.isAfter(last); start = start.plus(interval)) {
      if (!start.isBefore(from)) {
        starts.add(start);
      }
    }
  }

  private List<Data> rows(List<Instant> starts) {
    Consumption truth = consumption.get();
    List<Data> rows = new ArrayList<>(starts.size());
    for (Instant start : starts) {
      Instant end = start.plus(interval);
      rows.add(
          Data.Structure.of(
              CosemDateTime.of(end, ZoneOffset.UTC).toData(),
              new Data.Unsigned8(status(truth, start)),
              new Data.DoubleLongUnsigned(deliveredWh(truth, start)),
              new Data.DoubleLongUnsigned(truth.registerWh(channel, end))));
    }
    return rows;
  }

  private Instant first() {
    Instant commissioned = consumption.get().commissionedAt();
    Instant deepest = floor(now.instant().minus(DEPTH));
    return commissioned.isAfter(deepest) ? commissioned : deepest;
  }

  /** End of the last interval that is over. */
  private Instant end() {
    return floor(now.instant());
  }

  private Instant floor(Instant t) {
    long step = interval.toSeconds();
    return Instant.ofEpochSecond(Math.floorDiv(t.getEpochSecond(), step) * step);
  }

  private Fault.@Nullable OfProfile fault(Instant start) {
    // 1970-01-01 was a Thursday.
    long sinceMonday =
        Math.floorMod(start.getEpochSecond() + Duration.ofDays(3).toSeconds(), WEEK_SECONDS);
    return week[(int) (sinceMonday / interval.toSeconds())];
  }

  /** Start of the i-th interval of some week. */
  private Instant monday(int i) {
    return Instant.EPOCH.plus(Duration.ofDays(4)).plus(interval.multipliedBy(i));
  }
}
