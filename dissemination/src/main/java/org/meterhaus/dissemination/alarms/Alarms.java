package org.meterhaus.dissemination.alarms;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dissemination.access.Caller;

/** Alarms that were raised for a customer. */
@SuppressWarnings("DoNotCallSuggester")
public final class Alarms {

  /**
   * @param device its id
   * @param rule id of the rule that raised it
   * @param observedW mean power of the interval, W
   * @param limitW that was exceeded, W
   * @param acknowledgedAt null while it is open
   */
  public record Alarm(
      UUID id,
      String device,
      String rule,
      Instant intervalStart,
      Instant intervalEnd,
      int observedW,
      int limitW,
      Instant raisedAt,
      @Nullable Instant acknowledgedAt) {}

  /**
   * @param items newest first
   * @param nextCursor opaque; null on the last page
   */
  public record Page(List<Alarm> items, @Nullable String nextCursor) {}

  /**
   * @param cursor of the page before; null for the first
   * @param limit 1..500; null means 100
   * @throws org.meterhaus.dissemination.access.RefusedException invalid-parameter (cursor, limit)
   */
  public Page list(Caller caller, @Nullable String cursor, @Nullable Integer limit) {
    throw new UnsupportedOperationException();
  }

  /**
   * Acknowledging twice keeps the first time.
   *
   * @throws org.meterhaus.dissemination.access.RefusedException not-found
   */
  public Alarm acknowledge(Caller caller, String alarmId) {
    throw new UnsupportedOperationException();
  }
}
