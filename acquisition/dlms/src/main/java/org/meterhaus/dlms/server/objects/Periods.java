package org.meterhaus.dlms.server.objects;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Where periods begin in the local time of a device. */
final class Periods {

  private static final long DAY = 86_400;

  private Periods() {}

  /**
   * The first beginning of a period after a moment: at midnight for whole days, else a multiple of
   * the period since local midnight.
   *
   * @param seconds 0 = never
   */
  static @Nullable Instant next(DeviceObjects device, Instant after, long seconds) {
    if (seconds == 0) {
      return null;
    }
    if (seconds % DAY == 0) {
      long days = seconds / DAY;
      long day = device.local(after).toLocalDate().toEpochDay();
      long next = (Math.floorDiv(day, days) + 1) * days;
      return device.instant(java.time.LocalDate.ofEpochDay(next).atStartOfDay());
    }
    long offset = device.zone().getOffset(after).getTotalSeconds();
    long local = after.getEpochSecond() + offset;
    return Instant.ofEpochSecond((Math.floorDiv(local, seconds) + 1) * seconds - offset);
  }
}
