package org.meterhaus.dissemination.time;

import java.time.DateTimeException;
import java.time.ZoneId;
import org.meterhaus.dissemination.access.Refusal;
import org.meterhaus.dissemination.access.RefusedException;

/** Time zones as callers name them. */
final class Zones {

  private Zones() {}

  /**
   * @throws RefusedException invalid-parameter (zone)
   */
  static ZoneId parse(String name) {
    try {
      if (name.length() <= 64) {
        return ZoneId.of(name);
      }
    } catch (DateTimeException _) {
      // answered below, like a name that is too long
    }
    throw new RefusedException(
        new Refusal.InvalidParameter("zone", "it must be an IANA time zone such as Europe/Berlin"));
  }
}
