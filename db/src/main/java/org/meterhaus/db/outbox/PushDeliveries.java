package org.meterhaus.db.outbox;

import static org.meterhaus.db.outbox.Outbox.utc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/**
 * The ledger of what went to which phone. One instance lives as long as its transaction.
 *
 * <p>A delivery is claimed by moving its next attempt into the future (a lease), not by a lock held
 * while the provider is asked: a sender that dies leaves a delivery that is due again when the
 * lease ends. That makes it at least once; phones tell repeats by the message's id.
 */
public final class PushDeliveries {

  private final StatelessSession session;

  public PushDeliveries(StatelessSession session) {
    this.session = session;
  }

  /**
   * Takes on what is due, oldest first, and counts the attempt. What is due to a registration that
   * has ended meanwhile is dropped.
   *
   * @param limit most deliveries to take, at least 1
   * @param lease until when nobody else gets them; longer than a send can take
   */
  public List<PushDelivery.Claimed> claim(int limit, Duration lease, Instant at) {
    var claimed = new ArrayList<PushDelivery.Claimed>();
    var toTheDead = new HashMap<PushDelivery.Id, String>();
    session.doWork(connection -> claim(connection, limit, at.plus(lease), at, claimed, toTheDead));
    toTheDead.forEach((id, reason) -> dropped(id, "registration " + reason, at));
    return claimed;
  }

  /** When the next pending delivery is due; empty if none is pending. */
  public Optional<Instant> nextDueAt() {
    return session.doReturningWork(connection -> {
      try (PreparedStatement select =
              connection.prepareStatement(
                  "select min(next_attempt_at) from push_delivery where next_attempt_at is not null");
          ResultSet row = select.executeQuery()) {
        return row.next()
            ? Optional.ofNullable(row.getObject(1, OffsetDateTime.class))
                .map(OffsetDateTime::toInstant)
            : Optional.empty();
      }
    });
  }

  /** The provider took it. */
  public void sent(PushDelivery.Id id, String providerMessageId, Instant at) {
    settle(id, PushDelivery.State.SENT, null, providerMessageId, null, at);
  }

  /** To be tried again, not before {@code next}. */
  public void retry(PushDelivery.Id id, Instant next, String error, Instant at) {
    settle(id, PushDelivery.State.PENDING, next, null, error, at);
  }

  /** The phone is not there any more. */
  public void dropped(PushDelivery.Id id, String error, Instant at) {
    settle(id, PushDelivery.State.DROPPED, null, null, error, at);
  }

  /** Given up. */
  public void failed(PushDelivery.Id id, String error, Instant at) {
    settle(id, PushDelivery.State.FAILED, null, null, error, at);
  }

  /** The deliveries of the customer's newest messages, newest first, at most {@code limit}. */
  public List<PushDelivery> ofCustomer(String customerId, int limit) {
    return session.doReturningWork(connection -> ofCustomer(connection, customerId, limit));
  }

  private void settle(
      PushDelivery.Id id,
      PushDelivery.State state,
      @Nullable Instant next,
      @Nullable String providerMessageId,
      @Nullable String error,
      Instant at) {
    session.doWork(connection -> {
      // A delivery that was dropped meanwhile (its token moved) or sent by the next lease holder
      // keeps its outcome.
      try (PreparedStatement update =
          connection.prepareStatement(
              """
              update push_delivery
              set state = ?, next_attempt_at = ?, provider_message_id = ?, error = ?,
                  updated_at = ?
              where outbox_id = ? and registration_id = ? and state = 'pending'
              """)) {
        update.setString(1, state.name().toLowerCase(Locale.ROOT));
        update.setObject(2, next == null ? null : utc(next));
        update.setString(3, providerMessageId);
        update.setString(4, error);
        update.setObject(5, utc(at));
        update.setLong(6, id.outboxId());
        update.setObject(7, id.registrationId());
        update.executeUpdate();
      }
    });
  }

  private static void claim(
      Connection connection,
      int limit,
      Instant leaseEnd,
      Instant at,
      List<PushDelivery.Claimed> claimed,
      Map<PushDelivery.Id, String> toTheDead)
      throws SQLException {
    try (PreparedStatement claim =
        connection.prepareStatement(
            """
            with due as (
              select d.outbox_id, d.registration_id
              from push_delivery d
              where d.state = 'pending' and d.next_attempt_at <= ?
              order by d.next_attempt_at, d.outbox_id limit ? for update skip locked
            )
            update push_delivery d
            set attempts = d.attempts + 1, next_attempt_at = ?, updated_at = ?
            from due, outbox o, push_registration r
            where d.outbox_id = due.outbox_id and d.registration_id = due.registration_id
              and o.id = d.outbox_id and r.id = d.registration_id
            returning o.id, r.id, r.token, r.platform, d.attempts, o.created_at,
              o.dedup_key, o.customer_id, o.kind, o.title, o.body,
              array(select key from jsonb_each_text(o.data) order by key),
              array(select value from jsonb_each_text(o.data) order by key), r.dead_reason
            """)) {
      claim.setObject(1, utc(at));
      claim.setInt(2, limit);
      claim.setObject(3, utc(leaseEnd));
      claim.setObject(4, utc(at));
      try (ResultSet row = claim.executeQuery()) {
        while (row.next()) {
          var id = new PushDelivery.Id(row.getLong(1), row.getObject(2, UUID.class));
          String deadReason = row.getString(14);
          if (deadReason != null) {
            toTheDead.put(id, deadReason);
          } else {
            claimed.add(
                new PushDelivery.Claimed(
                    id,
                    row.getString(3),
                    row.getString(4),
                    row.getInt(5),
                    message(row),
                    row.getObject(6, OffsetDateTime.class).toInstant()));
          }
        }
      }
    }
  }

  private static OutboxMessage message(ResultSet row) throws SQLException {
    String[] keys = (String[]) row.getArray(12).getArray();
    String[] values = (String[]) row.getArray(13).getArray();
    Map<String, String> data = new HashMap<>();
    for (int i = 0; i < keys.length; i++) {
      data.put(keys[i], values[i]);
    }
    return new OutboxMessage(
        row.getString(7),
        row.getString(8),
        Kind.of(row.getString(9)),
        row.getString(10),
        row.getString(11),
        data);
  }

  private static List<PushDelivery> ofCustomer(Connection connection, String customerId, int limit)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select d.outbox_id, d.registration_id, d.state, d.attempts, d.next_attempt_at,
              d.provider_message_id, d.error, d.updated_at
            from push_delivery d join outbox o on o.id = d.outbox_id
            where o.customer_id = ? order by d.outbox_id desc, d.registration_id limit ?
            """)) {
      select.setString(1, customerId);
      select.setInt(2, limit);
      try (ResultSet row = select.executeQuery()) {
        var deliveries = new ArrayList<PushDelivery>();
        while (row.next()) {
          deliveries.add(
              new PushDelivery(
                  new PushDelivery.Id(row.getLong(1), row.getObject(2, UUID.class)),
                  PushDelivery.State.valueOf(row.getString(3).toUpperCase(Locale.ROOT)),
                  row.getInt(4),
                  Optional.ofNullable(row.getObject(5, OffsetDateTime.class))
                      .map(OffsetDateTime::toInstant)
                      .orElse(null),
                  row.getString(6),
                  row.getString(7),
                  row.getObject(8, OffsetDateTime.class).toInstant()));
        }
        return deliveries;
      }
    }
  }
}
