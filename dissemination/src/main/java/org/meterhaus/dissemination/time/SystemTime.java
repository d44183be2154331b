package org.meterhaus.dissemination.time;

import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/** What time it is here, and when the clocks change. Public: needs no caller. */
@SuppressWarnings("DoNotCallSuggester")
public final class SystemTime {

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
    throw new UnsupportedOperationException();
  }
}
