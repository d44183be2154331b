package org.meterhaus.dissemination.readings;

import java.time.ZoneId;
import java.util.List;

/** Brings channels that measure in different intervals to one. Stateless. */
public final class Steps {

  private Steps() {}

  /**
   * The same channels in the shortest interval into which all of theirs fit.
   *
   * @param zone from whose midnight intervals are counted
   */
  public static List<Slots> common(List<Slots> channels, ZoneId zone) {
    int step = 1;
    for (Slots channel : channels) {
      step = leastCommonMultiple(step, Math.toIntExact(channel.interval().toSeconds()));
    }
    int common = step;
    return channels.stream().map(channel -> channel.coarser(common, zone)).toList();
  }

  /** At most an hour: every interval divides it. */
  private static int leastCommonMultiple(int a, int b) {
    int rest = b;
    for (int divisor = a; divisor != 0; ) {
      int next = rest % divisor;
      rest = divisor;
      divisor = next;
    }
    return a / rest * b;
  }
}
