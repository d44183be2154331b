package org.meterhaus.processing.faults;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.meterhaus.db.blocks.CleanValues;
import org.meterhaus.db.blocks.DayGrid;

/**
 * Missing: a device's channel has no values for hours although the flat's has them.
 *
 * @param start of the longest silence of the day
 * @param end of it
 */
record Silence(Instant start, Instant end) {
  /** A channel that says nothing for less than this may have lost a value or two. */
  private static final Duration AT_LEAST = Duration.ofHours(3);

  /**
   * The longest silence of a day that is long enough to be one.
   *
   * @param device null if nothing at all is known of the day
   */
  static Optional<Silence> of(DayGrid grid, @Nullable CleanValues device, CleanValues flat) {
    @Nullable Silence longest = null;
    int slots = device == null ? flat.size() : Math.min(device.size(), flat.size());
    for (int slot = 0; slot < slots; slot++) {
      int from = slot;
      while (slot < slots && isHeard(flat, slot) && !(device != null && isHeard(device, slot))) {
        slot++;
      }
      if (slot > from) {
        var silence = new Silence(grid.start(from), grid.start(slot));
        if (longest == null || silence.length().compareTo(longest.length()) > 0) {
          longest = silence;
        }
      }
    }
    return Optional.ofNullable(longest).filter(s -> s.length().compareTo(AT_LEAST) >= 0);
  }

  /** An estimate is no word of the meter. */
  private static boolean isHeard(CleanValues values, int slot) {
    return values.isPresent(slot) && !values.quality(slot).isEstimated();
  }

  Duration length() {
    return Duration.between(start, end);
  }
}
