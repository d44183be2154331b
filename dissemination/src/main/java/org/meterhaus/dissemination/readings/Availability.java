package org.meterhaus.dissemination.readings;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dissemination.access.Caller;

/** Which readings are there, and which are not. */
@SuppressWarnings("DoNotCallSuggester")
public final class Availability {

  /**
   * @param usagePoint its id
   * @param first start of the oldest meter interval that has a value; null if there is none
   * @param dataUntil end of the newest meter interval that has a value; null if there is none
   * @param expectedBy when the next value should be here at the latest; null if none has come yet
   * @param gaps oldest first, at most 1,000, the newest of them kept
   */
  public record Answer(
      String usagePoint,
      @Nullable Instant first,
      @Nullable Instant dataUntil,
      @Nullable Instant expectedBy,
      List<Gap> gaps) {}

  /**
   * @param start first instant without a value
   * @param end first instant with one again, or now
   * @param state {@code MISSING} or {@code PENDING}
   * @param reason {@code lost} (later values came), {@code overdue} (nothing came since), {@code
   *     not-due}
   */
  public record Gap(Instant start, Instant end, ValueQuality state, String reason) {}

  /**
   * @throws org.meterhaus.dissemination.access.RefusedException not-found
   */
  public Answer ofUsagePoint(Caller caller, String usagePointId) {
    throw new UnsupportedOperationException();
  }
}
