package org.meterhaus.db.outbox;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.hibernate.StatelessSession;

/**
 * Messages that are due to customers. One instance lives as long as its transaction.
 *
 * <p>Adding is idempotent by {@link OutboxMessage#dedupKey()}: work that is repeated after a crash
 * announces nothing twice.
 */
public final class Outbox {

  /** PostgreSQL notification channel; the payload is empty. */
  public static final String CHANNEL = "meterhaus_outbox";

  private final StatelessSession session;

  public Outbox(StatelessSession session) {
    this.session = session;
  }

  /**
   * Adds the message and wakes the push sender when the transaction commits.
   *
   * @return whether it was new; false changes nothing
   */
  public boolean add(OutboxMessage message, Instant at) {
    return session.doReturningWork(connection -> add(connection, message, at));
  }

  /**
   * Hands messages over to the phones: each becomes one pending delivery for every live
   * registration of its customer, and is done. Rows that another sender is at are skipped.
   *
   * @param limit most messages to take, at least 1
   * @return how many messages were handed over
   */
  public int handOver(int limit, Instant at) {
    return session.doReturningWork(connection -> handOver(connection, limit, at));
  }

  private static boolean add(Connection connection, OutboxMessage message, Instant at)
      throws SQLException {
    String[] keys = message.data().keySet().toArray(String[]::new);
    String[] values = message.data().values().toArray(String[]::new);
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            insert into outbox (dedup_key, customer_id, kind, title, body, data, created_at)
            values (?, ?, ?, ?, ?, jsonb_object(?, ?), ?)
            on conflict (dedup_key) do nothing
            """)) {
      insert.setString(1, message.dedupKey());
      insert.setString(2, message.customerId());
      insert.setString(3, message.kind().wireName());
      insert.setString(4, message.title());
      insert.setString(5, message.body());
      insert.setArray(6, connection.createArrayOf("text", keys));
      insert.setArray(7, connection.createArrayOf("text", values));
      insert.setObject(8, utc(at));
      if (insert.executeUpdate() == 0) {
        return false;
      }
    }
    try (PreparedStatement notify = connection.prepareStatement("select pg_notify(?, '')")) {
      notify.setString(1, CHANNEL);
      notify.execute();
    }
    return true;
  }

  private static int handOver(Connection connection, int limit, Instant at) throws SQLException {
    try (PreparedStatement statement =
        connection.prepareStatement(
            """
            with due as (
              select id, customer_id from outbox
              where done_at is null order by id limit ? for update skip locked
            ), handed as (
              insert into push_delivery
                (outbox_id, registration_id, state, attempts, next_attempt_at, updated_at)
              select due.id, r.id, 'pending', 0, ?, ?
              from due join push_registration r
                on r.customer_id = due.customer_id and r.dead_at is null
              on conflict (outbox_id, registration_id) do nothing
            )
            update outbox set done_at = ? where id in (select id from due)
            """)) {
      statement.setInt(1, limit);
      statement.setObject(2, utc(at));
      statement.setObject(3, utc(at));
      statement.setObject(4, utc(at));
      return statement.executeUpdate();
    }
  }

  static OffsetDateTime utc(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }
}
