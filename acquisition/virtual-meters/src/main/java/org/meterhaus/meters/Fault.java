package org.meterhaus.meters;

import java.time.Duration;

/** Something a meter does wrong, again and again at the same moment of the week. */
public sealed interface Fault {

  /** When it begins, in UTC. */
  Weekly when();

  /** A fault of one channel's load profile. */
  sealed interface OfProfile extends Fault {

    /** The channel, 0 for the whole home. */
    int channel();

    /** How many intervals in a row it touches, 1 or more. */
    int intervals();
  }

  /**
   * The intervals are absent from the load profile; the register counts on.
   *
   * @param intervals how many in a row, 1..96
   */
  record Lost(int channel, Weekly when, int intervals) implements OfProfile {
    public Lost {
      requireIntervals(intervals);
    }
  }

  /**
   * The rows of the block are in the load profile twice, the block after itself.
   *
   * @param intervals length of the block, 1..96
   */
  record Repeated(int channel, Weekly when, int intervals) implements OfProfile {
    public Repeated {
      requireIntervals(intervals);
    }
  }

  /**
   * One interval's energy is too high; the register is right.
   *
   * @param addWh how much too high, 1..1_000_000
   */
  record Spike(int channel, Weekly when, int addWh) implements OfProfile {
    public Spike {
      if (addWh < 1 || addWh > 1_000_000) {
        throw new IllegalArgumentException("addWh must be 1..1000000 but was " + addWh);
      }
    }

    @Override
    public int intervals() {
      return 1;
    }
  }

  /**
   * The meter cannot be reached: open connections are closed, new ones refused.
   *
   * @param length more than zero, less than the time until it comes back
   */
  record Offline(Weekly when, Duration length) implements Fault {
    public Offline {
      if (!length.isPositive() || length.compareTo(when.period()) >= 0) {
        throw new IllegalArgumentException(
            "duration must be more than zero and less than %s but was %s"
                .formatted(when.period(), length));
      }
    }
  }

  private static void requireIntervals(int intervals) {
    if (intervals < 1 || intervals > 96) {
      throw new IllegalArgumentException("intervals must be 1..96 but was " + intervals);
    }
  }
}
