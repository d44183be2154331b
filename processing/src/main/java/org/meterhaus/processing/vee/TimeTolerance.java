package org.meterhaus.processing.vee;

import java.time.Instant;
import java.util.Optional;
import org.meterhaus.db.blocks.BlockChannel;

/** To which end of an interval a time belongs that lies a few seconds beside it. */
public final class TimeTolerance {

  private TimeTolerance() {}

  /**
   * The end of the interval that a row of a channel is taken for; empty where it is too far off.
   *
   * @param dayStart seconds since the epoch at which the channel's grid has a boundary
   */
  public static Optional<Instant> nearest(BlockChannel channel, long dayStart, Instant end) {
    int intervalS = channel.intervalS();
    long late = late(end.getEpochSecond() - dayStart, intervalS);
    return Math.abs(late) <= ClassRules.of(channel.kind()).toleranceS(intervalS)
        ? Optional.of(end.minusSeconds(late))
        : Optional.empty();
  }

  /** Seconds after the nearest boundary, negative before it; 0 on the grid. */
  static long late(long seconds, int intervalS) {
    long after = Math.floorMod(seconds, (long) intervalS);
    return 2 * after <= intervalS ? after : after - intervalS;
  }
}
