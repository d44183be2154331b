package org.meterhaus.meters;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What one meter measures: its recording since it was commissioned, less what its appliances did
 * not use while they were switched off. Immutable and a pure function of time; faults of the load
 * profile are not in it, so it is the truth that a repair is judged by.
 */
public final class Consumption {
  private final Recording recording;
  private final long startWh;
  private final Instant commissionedAt;
  private final Switching switching;
  private final List<List<Pause>> pauses;

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
    this.recording = recording;
    this.startWh = startWh;
    this.commissionedAt = recording.intervalStart(commissionedAt);
    this.switching = switching;
    this.pauses = new ArrayList<>();
    pauses.add(List.of());
    for (int channel = 1; channel < recording.channels().size(); channel++) {
      pauses.add(pausesOf(channel));
    }
  }

  /** The same meter with another history of switching. */
  public Consumption with(Switching history) {
    return new Consumption(recording, startWh, commissionedAt, history);
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
   * The register, which grows evenly within an interval and by its whole Wh until its end.
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
    long sinceStart = Duration.between(start, t).toMillis();
    long part = energyWh(channel, start) * sinceStart / recording.interval().toMillis();
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
