package org.meterhaus.processing.faults;

import java.util.Optional;
import java.util.OptionalInt;
import org.meterhaus.db.blocks.CleanValues;
import org.meterhaus.db.blocks.DayBlock;
import org.meterhaus.processing.detect.DeviceDay;

/** Day blocks as the detection wants them. */
final class WholeDays {
  private static final int SECONDS_PER_HOUR = 3600;

  /** A day with more estimates than this says more of the estimation than of the device. */
  private static final double MOST_ESTIMATED = 0.1;

  private WholeDays() {}

  /** The day, if all of it is known and nearly all was measured. */
  static Optional<DeviceDay> of(DayBlock block, int intervalS) {
    CleanValues values = block.values();
    int perHour = SECONDS_PER_HOUR / intervalS;
    if (values.present() < values.size() || values.size() % perHour != 0) {
      return Optional.empty();
    }
    int estimated = 0;
    int highest = 0;
    int[] hours = new int[values.size() / perHour];
    for (int slot = 0; slot < values.size(); slot++) {
      int wh = values.wh(slot).orElseThrow();
      hours[slot / perHour] += wh;
      highest = Math.max(highest, wh);
      estimated += values.quality(slot).isEstimated() ? 1 : 0;
    }
    if (estimated > MOST_ESTIMATED * values.size()) {
      return Optional.empty();
    }
    OptionalInt peakW = perHour == 1 ? OptionalInt.empty() : OptionalInt.of(highest * perHour);
    return Optional.of(DeviceDay.of(block.day(), hours, peakW));
  }
}
