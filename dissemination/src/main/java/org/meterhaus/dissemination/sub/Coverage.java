package org.meterhaus.dissemination.sub;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dissemination.readings.Slots;
import org.meterhaus.dissemination.readings.ValueQuality;

/**
 * How much a figure rests on.
 *
 * @param expectedCount meter intervals, 0 or more
 * @param presentCount those of them that have a value
 * @param estimatedCount those of the present ones that were estimated
 * @param worstQuality of all expected ones, missing ones included
 */
public record Coverage(
    int expectedCount, int presentCount, int estimatedCount, ValueQuality worstQuality) {

  private static final int DECIMALS = 4;

  public Coverage {
    if (estimatedCount < 0 || presentCount < estimatedCount || expectedCount < presentCount) {
      throw new IllegalArgumentException(
          "0 <= estimated <= present <= expected but were %d, %d, %d"
              .formatted(estimatedCount, presentCount, expectedCount));
    }
  }

  /** Of the slots from {@code from} (inclusive) to {@code to} (exclusive). */
  public static Coverage of(Slots slots, int from, int to) {
    int estimated = 0;
    for (int slot = from; slot < to; slot++) {
      estimated += slots.quality(slot) == ValueQuality.ESTIMATED ? 1 : 0;
    }
    return new Coverage(to - from, slots.present(from, to), estimated, slots.worst(from, to));
  }

  /** Of both together. */
  public Coverage and(Coverage other) {
    return new Coverage(
        expectedCount + other.expectedCount,
        presentCount + other.presentCount,
        estimatedCount + other.estimatedCount,
        worstQuality.compareTo(other.worstQuality) >= 0 ? worstQuality : other.worstQuality);
  }

  /** Present of expected, 0..1, four decimals, rounded down: 1 means that none is missing. */
  public BigDecimal share() {
    return ratio(presentCount, expectedCount);
  }

  /** Estimated of present, 0..1, four decimals, rounded down; null without any value. */
  public @Nullable BigDecimal estimatedShare() {
    return presentCount == 0 ? null : ratio(estimatedCount, presentCount);
  }

  private static BigDecimal ratio(int part, int whole) {
    return whole == 0
        ? BigDecimal.ZERO.setScale(DECIMALS)
        : BigDecimal.valueOf(part).divide(BigDecimal.valueOf(whole), DECIMALS, RoundingMode.DOWN);
  }
}
