package org.meterhaus.dissemination.alarms;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dissemination.access.Caller;
import org.meterhaus.dissemination.access.CustomerScope;
import org.meterhaus.dissemination.access.Gate;
import org.meterhaus.dissemination.access.Refusal;
import org.meterhaus.dissemination.access.RefusedException;
import org.meterhaus.dissemination.access.Uuids;

/** Alarms that were raised for a customer. */
public final class Alarms {

  private static final int DEFAULT_PAGE = 100;
  private static final int MAX_PAGE = 500;

  private final Gate gate;

  public Alarms(Gate gate) {
    this.gate = gate;
  }

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
    int size = limit == null ? DEFAULT_PAGE : limit;
    if (size < 1 || size > MAX_PAGE) {
      throw refused("limit", "it must be 1..%d but was %d".formatted(MAX_PAGE, size));
    }
    return gate.read(
        caller,
        scope -> {
          var alarms = new org.meterhaus.db.alarms.Alarms(scope.session());
          Optional<org.meterhaus.db.alarms.Alarm> before = Optional.empty();
          if (cursor != null) {
            // the last alarm of the page before; found only if it is the caller's
            before = Uuids.parse(cursor).flatMap(id -> alarms.find(scope.customerId(), id));
            if (before.isEmpty()) {
              throw refused("cursor", "it must be one that the page before gave");
            }
          }
          List<Alarm> found =
              alarms.of(scope.customerId(), before, size + 1).stream().map(Alarms::alarm).toList();
          return found.size() <= size
              ? new Page(found, null)
              : new Page(found.subList(0, size), found.get(size - 1).id().toString());
        });
  }

  /**
   * Acknowledging twice keeps the first time.
   *
   * @throws org.meterhaus.dissemination.access.RefusedException not-found
   */
  public Alarm acknowledge(Caller caller, String alarmId) {
    return gate.change(
        caller,
        "alarm.acknowledge",
        "alarm:" + alarmId,
        scope -> {
          var alarms = new org.meterhaus.db.alarms.Alarms(scope.session());
          return Uuids.parse(alarmId)
              .filter(id -> alarms.acknowledge(scope.customerId(), id, scope.now()))
              .flatMap(id -> alarms.find(scope.customerId(), id))
              .map(Alarms::alarm)
              .orElseThrow(() -> CustomerScope.notFound("alarm", alarmId));
        });
  }

  private static Alarm alarm(org.meterhaus.db.alarms.Alarm alarm) {
    return new Alarm(
        alarm.id(),
        alarm.deviceId(),
        alarm.ruleId(),
        alarm.intervalStart(),
        alarm.intervalEnd(),
        alarm.observedW(),
        alarm.limitW(),
        alarm.raisedAt(),
        alarm.acknowledgedAt().orElse(null));
  }

  private static RefusedException refused(String parameter, String reason) {
    return new RefusedException(new Refusal.InvalidParameter(parameter, reason));
  }
}
