package org.meterhaus.dissemination.time;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import org.jspecify.annotations.Nullable;

/** What time it is here, and when the clocks change. Public: needs no caller. */
public final class SystemTime {

  private final InstantSource clock;

  public SystemTime(InstantSource clock) {
    this.clock = clock;
  }

  /**
   * @param time now
   * @param zone in which the clock changes were looked up
   * @param utcOffset such as {@code +01:00} or {@code Z}
   * @param lastClockChange newest change of the offset before now; null if there was none
   * @param nextClockChange next change of the offset; null if none is planned
   */
  public record Answer(
      Instant time,
      ZoneId zone,
      String utcOffset,
      @Nullable Instant lastClockChange,
      @Nullable Instant nextClockChange) {}

  /**
   * @param zone IANA name; null means UTC
   * @throws org.meterhaus.dissemination.access.RefusedException invalid-parameter (zone)
   */
  public Answer now(@Nullable String zone) {
    ZoneId zoneId = zone == null ? ZoneOffset.UTC : Zones.parse(zone);
    Instant now = clock.instant();
    var rules = zoneId.getRules();
    return new Answer(
        now,
        zoneId,
        rules.getOffset(now).getId(),
        at(rules.previousTransition(now)),
        at(rules.nextTransition(now)));
  }

  private static @Nullable Instant at(@Nullable ZoneOffsetTransition change) {
    return change == null ? null : change.getInstant();
  }
}
