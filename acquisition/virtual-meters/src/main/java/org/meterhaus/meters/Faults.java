package org.meterhaus.meters;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that one meter does wrong: a pure function of time, so that it is in the history as it is in
 * live operation, and a test can ask for the truth.
 *
 * @param interval length of the meter's intervals
 * @param all on one channel, no two touch the same interval
 */
public record Faults(Duration interval, List<Fault> all) {

  public Faults {
    all = List.copyOf(all);
    for (Fault fault : all) {
      requireOnBoundary(fault, interval);
    }
    for (int i = 0; i < all.size(); i++) {
      for (int j = i + 1; j < all.size(); j++) {
        requireApart(all.get(i), all.get(j), interval);
      }
    }
  }

  /** A meter without faults. */
  public static Faults none(Duration interval) {
    return new Faults(interval, List.of());
  }

  /**
   * What is wrong with an interval.
   *
   * @param start where the interval starts
   * @return null if it is delivered once and as measured
   */
  public Fault.@Nullable OfProfile at(int channel, Instant start) {
    for (Fault fault : all) {
      if (fault instanceof Fault.OfProfile damage
          && damage.channel() == channel
          && fault.when().covers(start, interval.multipliedBy(damage.intervals()))) {
        return damage;
      }
    }
    return null;
  }

  /** Whether the meter cannot be reached at {@code t}. */
  public boolean offlineAt(Instant t) {
    for (Fault fault : all) {
      if (fault instanceof Fault.Offline(Weekly when, Duration length) && when.covers(t, length)) {
        return true;
      }
    }
    return false;
  }

  private static void requireOnBoundary(Fault fault, Duration interval) {
    if (fault instanceof Fault.OfProfile
        && fault.when().time().toSecondOfDay() % interval.toSeconds() != 0) {
      throw new IllegalArgumentException(
          "a fault must begin where an interval of %s begins but was %s"
              .formatted(interval, fault));
    }
  }

  /** Looks at two weeks, in which every pair that can meet does. */
  private static void requireApart(Fault one, Fault other, Duration interval) {
    if (one instanceof Fault.OfProfile a
        && other instanceof Fault.OfProfile b
        && a.channel() == b.channel()) {
      Instant end = Instant.EPOCH.plus(Duration.ofDays(14));
      for (Instant t = Instant.EPOCH; t.isBefore(end); t = t.plus(interval)) {
        if (a.when().covers(t, interval.multipliedBy(a.intervals()))
            && b.when().covers(t, interval.multipliedBy(b.intervals()))) {
          throw new IllegalArgumentException("faults overlap: %s and %s".formatted(a, b));
        }
      }
    }
  }
}
