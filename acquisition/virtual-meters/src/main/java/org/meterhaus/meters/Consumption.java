package org.meterhaus.meters;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What one meter measures: its recording since it was commissioned, less what its appliances did
 * not use while they were switched off, and less what nobody used while there was no power.
 * Immutable and a pure function of time; faults of the load profile are not in it, so it is the
 * truth that a repair is judged by.
 */
public final class Consumption {
  private final Recording recording;
  private final long startWh;
  private final Instant commissionedAt;
  private final Switching switching;
  private final PowerCuts cuts;
  private final List<List<Pause>> pauses;

  /** Of each channel: by the end of an interval with a cut, what the cuts have cost until then. */
  private final List<NavigableMap<Instant, Long>> unsuppliedWh = new ArrayList<>();

  /** A stretch of whole intervals without current; {@code wh} went unused in those before it. */
  private record Pause(Instant from, Instant to, long unusedBeforeWh) {}

  /**
   * A meter's measurements.
   *
   * @param startWh main register when commissioned; those of appliances start at 0
   * @param commissionedAt moved back to an interval boundary if it is not one
   */
  public Consumption(
      Recording recording, long startWh, Instant commissionedAt, Switching switching) {
    this(recording, startWh, commissionedAt, switching, PowerCuts.NONE);
  }

  private Consumption(
      Recording recording,
      long startWh,
      Instant commissionedAt,
      Switching switching,
      PowerCuts cuts) {
    this.recording = recording;
    this.startWh = startWh;
    this.commissionedAt = recording.intervalStart(commissionedAt);
    this.switching = switching;
    this.cuts = cuts;
    this.pauses = new ArrayList<>();
    pauses.add(List.of());
    for (int channel = 1; channel < recording.channels().size(); channel++) {
      pauses.add(pausesOf(channel));
    }
    List<Instant> cutIntervals = cutIntervals();
    for (int channel = 0; channel < recording.channels().size(); channel++) {
      unsuppliedWh.add(unsupplied(channel, cutIntervals));
    }
  }

  /** The same meter with another history of switching. */
  public Consumption with(Switching history) {
    return new Consumption(recording, startWh, commissionedAt, history, cuts);
  }

  /** The same meter with other cuts of its power. */
  Consumption with(PowerCuts other) {
    return new Consumption(recording, startWh, commissionedAt, switching, other);
  }

  /** When there was no power. */
  PowerCuts cuts() {
    return cuts;
  }

  /** Whether the meter was without power all through an interval: then it wrote no row. */
  boolean dark(Instant start) {
    return !cuts.isEmpty() && supplied(start, start.plus(recording.interval())).isZero();
  }

  /** Whether power failed in an interval, for a moment or for all of it. */
  boolean powerFailed(Instant start) {
    Instant end = start.plus(recording.interval());
    return !cuts.isEmpty() && supplied(start, end).compareTo(recording.interval()) < 0;
  }

  /** When the registers began to count: an interval boundary. */
  public Instant commissionedAt() {
    return commissionedAt;
  }

  /** When what was switched. */
  public Switching switching() {
    return switching;
  }

  /**
   * Energy of one interval.
   *
   * @param start where an interval starts
   * @return Wh, 0 or more
   */
  public int energyWh(int channel, Instant start) {
    Instant end = start.plus(recording.interval());
    return (int) (atBoundary(channel, end) - atBoundary(channel, start));
  }

  /**
   * The register, which grows evenly within an interval while there is power, and by its whole Wh
   * until its end.
   *
   * @param t not before the meter was commissioned
   * @return Wh
   */
  public long registerWh(int channel, Instant t) {
    if (t.isBefore(commissionedAt)) {
      throw new IllegalArgumentException(
          "the meter was commissioned at %s but was asked for %s".formatted(commissionedAt, t));
    }
    Instant start = recording.intervalStart(t);
    long part = suppliedPart(usedWh(channel, start), start, t);
    return (channel == 0 ? startWh : 0)
        + atBoundary(channel, start)
        - atBoundary(channel, commissionedAt)
        + part;
  }

  /**
   * Mean power of the interval that {@code t} is in; 0 at once when switched off.
   *
   * @return W
   */
  public int powerW(int channel, Instant t) {
    Instant start = recording.intervalStart(t);
    long energyWh = recording.energyWh(channel, start);
    if (channel > 0) {
      energyWh = switching.connected(channel, t) ? energyWh : 0;
    } else {
      for (int appliance = 1; appliance < pauses.size(); appliance++) {
        energyWh -= switching.connected(appliance, t) ? 0 : recording.energyWh(appliance, start);
      }
    }
    return Math.toIntExact(energyWh * 3600 / recording.interval().toSeconds());
  }

  /** Whether the channel recorded nothing in the interval because it was switched off. */
  public boolean paused(int channel, Instant start) {
    for (Pause pause : pauses.get(channel)) {
      if (!start.isBefore(pause.from()) && start.isBefore(pause.to())) {
        return true;
      }
    }
    return false;
  }

  /** Energy since the recording's origin; only differences mean something. */
  private long atBoundary(int channel, Instant t) {
    var lost = unsuppliedWh.get(channel).floorEntry(t);
    return usedUntil(channel, t) - (lost == null ? 0 : lost.getValue());
  }

  /** What an interval would have used with power all the time. */
  private long usedWh(int channel, Instant start) {
    return usedUntil(channel, start.plus(recording.interval())) - usedUntil(channel, start);
  }

  /** As much of an interval's energy as power lasted from its start to {@code t}. */
  private long suppliedPart(long wh, Instant start, Instant t) {
    return wh * supplied(start, t).toMillis() / recording.interval().toMillis();
  }

  private Duration supplied(Instant from, Instant to) {
    return cuts.isEmpty() ? Duration.between(from, to) : cuts.supplied(from, to);
  }

  /** Starts of the intervals that a cut touches, in order, each once. */
  private List<Instant> cutIntervals() {
    var starts = new TreeSet<Instant>();
    for (PowerCuts.Cut cut : cuts.all()) {
      Instant start = recording.intervalStart(cut.from());
      for (; start.isBefore(cut.until()); start = start.plus(recording.interval())) {
        starts.add(start);
      }
    }
    return List.copyOf(starts);
  }

  private NavigableMap<Instant, Long> unsupplied(int channel, List<Instant> starts) {
    var lost = new TreeMap<Instant, Long>();
    long sum = 0;
    for (Instant start : starts) {
      Instant end = start.plus(recording.interval());
      long wh = usedWh(channel, start);
      sum += wh - suppliedPart(wh, start, end);
      lost.put(end, sum);
    }
    return lost;
  }

  /** {@link #atBoundary} if power had never failed. */
  private long usedUntil(int channel, Instant t) {
    if (channel > 0) {
      return recording.registerWh(channel, t) - unusedWh(channel, t);
    }
    long unusedWh = 0;
    for (int appliance = 1; appliance < pauses.size(); appliance++) {
      unusedWh += unusedWh(appliance, t);
    }
    return recording.registerWh(0, t) - unusedWh;
  }

  /** What the recording says was used until {@code t}, but was not for want of current. */
  private long unusedWh(int channel, Instant t) {
    List<Pause> all = pauses.get(channel);
    int low = 0;
    int high = all.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (all.get(middle).from().isBefore(t)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    if (low == 0) {
      return 0;
    }
    Pause last = all.get(low - 1);
    Instant until = last.to().isBefore(t) ? last.to() : t;
    return last.unusedBeforeWh() + recording.energyWh(channel, last.from(), until);
  }

  private List<Pause> pausesOf(int channel) {
    List<Pause> all = new ArrayList<>();
    long unusedWh = 0;
    for (Switching.Pause pause : switching.pauses(channel, recording)) {
      all.add(new Pause(pause.from(), pause.to(), unusedWh));
      if (!pause.to().equals(Instant.MAX)) {
        unusedWh += recording.energyWh(channel, pause.from(), pause.to());
      }
    }
    return all;
  }
}
