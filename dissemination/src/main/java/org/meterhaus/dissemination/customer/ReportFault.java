package org.meterhaus.dissemination.customer;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.meterhaus.db.faults.FaultReport;
import org.meterhaus.db.faults.FaultReports;
import org.meterhaus.dissemination.access.Caller;
import org.meterhaus.dissemination.access.Gate;
import org.meterhaus.dissemination.access.Mistakes;
import org.meterhaus.dissemination.access.Refusal;
import org.meterhaus.dissemination.access.RefusedException;

/** Takes a customer's report that something does not work. */
public final class ReportFault {

  private static final int MAX_DESCRIPTION = 2_000;

  /** A person reports a few things a day. */
  private static final int MOST_A_DAY = 50;

  private final Gate gate;
  private final Supplier<UUID> ids;

  /**
   * @param ids a new, unguessable one each time
   */
  public ReportFault(Gate gate, Supplier<UUID> ids) {
    this.gate = gate;
    this.ids = ids;
  }

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
    return gate.change(
        caller,
        "fault.report",
        "customer:" + caller.customerId(),
        scope -> {
          var mistakes = new Mistakes();
          String description =
              mistakes.required("description", fault.description(), MAX_DESCRIPTION);
          mistakes.orRefuse();
          String usagePoint =
              fault.usagePoint() == null ? null : scope.usagePoint(fault.usagePoint()).id();
          String device =
              fault.device() == null ? null : scope.device(fault.device()).device().id();
          var reports = new FaultReports(scope.session());
          if (reports.countSince(scope.customerId(), scope.now().minus(Duration.ofDays(1)))
              >= MOST_A_DAY) {
            throw new RefusedException(new Refusal.RateLimited(Duration.ofHours(1)));
          }
          var report =
              new FaultReport(
                  ids.get(),
                  scope.customerId(),
                  usagePoint,
                  device,
                  description,
                  "open",
                  scope.now());
          reports.add(report);
          return new Fault(
              report.id(), usagePoint, device, description, report.state(), report.createdAt());
        });
  }
}
