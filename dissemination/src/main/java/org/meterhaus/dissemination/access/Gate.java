package org.meterhaus.dissemination.access;

import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.hibernate.StatelessSession;
import org.meterhaus.db.Database;
import org.meterhaus.db.audit.AuditLog;

/**
 * The only way from a use case to customer data: opens a transaction, hands out the caller's {@link
 * CustomerScope} or the operator's {@link OperatorScope}, and writes down who did what.
 * Thread-safe.
 */
public final class Gate {

  private final Database database;
  private final InstantSource clock;
  private final AuditTrail audit;

  public Gate(Database database, InstantSource clock, AuditTrail audit) {
    this.database = database;
    this.clock = clock;
    this.audit = audit;
  }

  /**
   * Reads from one moment of the database; leaves no trace. For what is not somebody's use of
   * energy.
   */
  public <T> T read(Caller caller, Function<CustomerScope, T> work) {
    return Outage.refused(() -> snapshot(caller, work));
  }

  /**
   * Reads from one moment of the database and writes an audit row, also when it is refused. Without
   * the row there is no answer.
   *
   * @param action such as {@code readings.extract}
   * @param object what the caller asked for, such as {@code usage-point:A-01}
   */
  public <T> T readAudited(
      Caller caller, String action, String object, Function<CustomerScope, T> work) {
    return audited(caller, action, object, () -> snapshot(caller, work));
  }

  /** The same for an operator, who reads nothing without an audit row. */
  public <T> T readAudited(
      Operator operator, String action, String object, Function<OperatorScope, T> work) {
    return audited(
        operator,
        action,
        object,
        () -> database.reading(session -> work.apply(scope(operator, session))));
  }

  private <T> T audited(SignedIn who, String action, String object, Supplier<T> work) {
    return Outage.refused(() -> {
      T answer = refusalsAudited(who, action, object, work);
      audit.write(entry(who, action, object, "ok"));
      return answer;
    });
  }

  /**
   * Changes something; the audit row commits with the change. A refusal is written down too, and
   * changes nothing.
   */
  public <T> T change(
      Caller caller, String action, String object, Function<CustomerScope, T> work) {
    return changing(caller, action, object, session -> work.apply(scope(caller, session)));
  }

  /** The same for an operator. */
  public <T> T change(
      Operator operator, String action, String object, Function<OperatorScope, T> work) {
    return changing(operator, action, object, session -> work.apply(scope(operator, session)));
  }

  private <T> T changing(
      SignedIn who, String action, String object, Function<StatelessSession, T> work) {
    return Outage.refused(() ->
        refusalsAudited(
            who,
            action,
            object,
            () ->
                database.inTransaction(session -> {
                  T result = work.apply(session);
                  new AuditLog(session).append(List.of(entry(who, action, object, "ok")));
                  return result;
                })));
  }

  private <T> T snapshot(Caller caller, Function<CustomerScope, T> work) {
    return database.reading(session -> work.apply(scope(caller, session)));
  }

  private <T> T refusalsAudited(SignedIn who, String action, String object, Supplier<T> work) {
    try {
      return work.get();
    } catch (RefusedException e) {
      audit.write(entry(who, action, object, "refused:" + e.refusal().code()));
      throw e;
    }
  }

  private CustomerScope scope(Caller caller, StatelessSession session) {
    return new CustomerScope(caller, session, clock.instant());
  }

  private OperatorScope scope(Operator operator, StatelessSession session) {
    return new OperatorScope(operator, session, clock.instant());
  }

  private AuditLog.Entry entry(SignedIn who, String action, String object, String outcome) {
    return new AuditLog.Entry(clock.instant(), who.actor(), action, Shortened.of(object), outcome);
  }
}
