package org.meterhaus.dlms.server.objects.communication;

import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.classes.values.ExecutionTime;
import org.meterhaus.dlms.classes.values.Occurrences;
import org.meterhaus.dlms.classes.values.Window;
import org.meterhaus.dlms.cosem.CosemDate;
import org.meterhaus.dlms.cosem.CosemDateTime;
import org.meterhaus.dlms.cosem.CosemTime;
import org.meterhaus.dlms.server.objects.DeviceObjects;

/** When communication windows are open; their ends may have wildcards. */
final class Windows {

  /** Longest time a window that comes again and again may be open. */
  private static final int LONGEST_DAYS = 32;

  private Windows() {}

  /** The first moment from one on at which it is open; null if it never is again. */
  static @Nullable Instant opening(DeviceObjects device, Window window, Instant from) {
    LocalDateTime local = device.local(from);
    LocalDateTime start = next(window.start(), local.minusDays(LONGEST_DAYS));
    while (start != null) {
      LocalDateTime end = next(window.end(), start);
      if (end == null) {
        return null;
      }
      if (end.isAfter(local)) {
        return start.isAfter(local) ? device.instant(start) : from;
      }
      start = next(window.start(), start);
    }
    return null;
  }

  private static @Nullable LocalDateTime next(CosemDateTime time, LocalDateTime after) {
    try {
      ExecutionTime pattern = new ExecutionTime(CosemTime.of(time), CosemDate.of(time));
      return Occurrences.next(List.of(pattern), after);
    } catch (Malformed _) {
      return null; // 25 o'clock never comes
    }
  }
}
