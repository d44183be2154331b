package org.meterhaus.dissemination.customer;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dissemination.access.Caller;

/** Takes a customer's report that something does not work. */
@SuppressWarnings("DoNotCallSuggester")
public final class ReportFault {

  /**
   * @param usagePoint its id, if it is about one
   * @param device its id, if it is about one
   * @param description 1..2,000 characters
   */
  public record NewFault(
      @Nullable String usagePoint, @Nullable String device, @Nullable String description) {}

  /**
   * @param state {@code open} at first
   */
  public record Fault(
      UUID id,
      @Nullable String usagePoint,
      @Nullable String device,
      String description,
      String state,
      Instant createdAt) {}

  /**
   * @throws org.meterhaus.dissemination.access.RefusedException not-found (usage point or device),
   *     validation
   */
  public Fault report(Caller caller, NewFault fault) {
    throw new UnsupportedOperationException();
  }
}
