package org.meterhaus.processing.vee;

import java.time.LocalDate;
import java.util.List;
import org.meterhaus.db.blocks.BlockChannel;
import org.meterhaus.processing.merge.RawDay;

/**
 * Consecutive days of one channel, with {@link RawDay#EMPTY} where nothing was received.
 *
 * @param first day of the first element
 * @param days 1 or more
 */
public record RawWindow(BlockChannel channel, LocalDate first, List<RawDay> days) {

  public RawWindow {
    days = List.copyOf(days);
    if (days.isEmpty()) {
      throw new IllegalArgumentException("a window needs a day");
    }
  }

  /** The day after the last. */
  public LocalDate until() {
    return first.plusDays(days.size());
  }
}
