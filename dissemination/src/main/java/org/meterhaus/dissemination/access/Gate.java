package org.meterhaus.dissemination.access;

import java.time.InstantSource;
import java.util.function.Function;
import org.hibernate.StatelessSession;
import org.meterhaus.db.Database;
import org.meterhaus.db.audit.AuditLog;

/**
 * The only way from a use case to customer data: opens a transaction, hands out the caller's {@link
 * CustomerScope}, and writes down who did what. Thread-safe.
 */
public final class Gate {

  private final Database database;
  private final InstantSource clock;

  public Gate(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /**
   * Reads from one moment of the database; leaves no trace. For what is not somebody's use of
   * energy.
   */
  public <T> T read(Caller caller, Function<CustomerScope, T> work) {
    return database.reading(session -> work.apply(scope(caller, session)));
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
    T answer = refusalsAudited(caller, action, object, () -> read(caller, work));
    database.transact(session -> append(session, caller, action, object, "ok"));
    return answer;
  }

  /**
   * Changes something; the audit row commits with the change. A refusal is written down too, and
   * changes nothing.
   */
  public <T> T change(
      Caller caller, String action, String object, Function<CustomerScope, T> work) {
    return refusalsAudited(
        caller,
        action,
        object,
        () ->
            database.inTransaction(session -> {
              T result = work.apply(scope(caller, session));
              append(session, caller, action, object, "ok");
              return result;
            }));
  }

  private <T> T refusalsAudited(
      Caller caller, String action, String object, java.util.function.Supplier<T> work) {
    try {
      return work.get();
    } catch (RefusedException e) {
      String outcome = "refused:" + e.refusal().code();
      database.transact(session -> append(session, caller, action, object, outcome));
      throw e;
    }
  }

  private CustomerScope scope(Caller caller, StatelessSession session) {
    return new CustomerScope(caller, session, clock.instant());
  }

  private void append(
      StatelessSession session, Caller caller, String action, String object, String outcome) {
    new AuditLog(session)
        .append(
            clock.instant(),
            "customer:" + caller.customerId(),
            action,
            Shortened.of(object),
            outcome);
  }
}
