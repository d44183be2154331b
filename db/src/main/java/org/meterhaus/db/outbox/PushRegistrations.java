package org.meterhaus.db.outbox;

import static org.meterhaus.db.outbox.Outbox.utc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/** Where customers want their messages. One instance lives as long as its transaction. */
public final class PushRegistrations {

  /** Live registrations a customer can have; one more ends the oldest. */
  public static final int MAX_LIVE = 20;

  /** FCM documents no limit; its tokens have about 160 characters. */
  public static final int MAX_TOKEN_LENGTH = 4096;

  public static final Set<String> PLATFORMS = Set.of("android", "ios", "web");

  private static final String COLUMNS =
      "id, customer_id, token, platform, created_at, dead_at, dead_reason";

  private final StatelessSession session;

  public PushRegistrations(StatelessSession session) {
    this.session = session;
  }

  /**
   * Registers a token for a customer, live from now on. A token is one place: registering it again
   * revives it, and a token that another customer had (a phone that changed hands) moves here; what
   * was still due to that other customer does not.
   *
   * @param id of the registration if it is a new one
   * @return the registration as it is now
   * @throws IllegalArgumentException if token or platform is out of range
   */
  public PushRegistration register(
      UUID id, String customerId, String token, String platform, Instant at) {
    if (token.isBlank() || token.length() > MAX_TOKEN_LENGTH) {
      throw new IllegalArgumentException(
          "token must have 1..%d characters but had %d"
              .formatted(MAX_TOKEN_LENGTH, token.length()));
    }
    if (!PLATFORMS.contains(platform)) {
      throw new IllegalArgumentException(
          "platform must be one of " + PLATFORMS + " but was " + platform);
    }
    return session.doReturningWork(connection -> {
      forgetFormerOwner(connection, customerId, token, at);
      PushRegistration registered = upsert(connection, id, customerId, token, platform, at);
      endOldest(connection, customerId, at);
      return registered;
    });
  }

  /** The customer's live registrations, oldest first. */
  public List<PushRegistration> list(String customerId) {
    return session.doReturningWork(connection -> {
      try (PreparedStatement select =
          connection.prepareStatement(
              "select %s from push_registration where customer_id = ? and dead_at is null order by created_at, id"
                  .formatted(COLUMNS))) {
        select.setString(1, customerId);
        return read(select);
      }
    });
  }

  /** A live registration of that customer; empty also when it is somebody else's. */
  public Optional<PushRegistration> find(String customerId, UUID id) {
    return session.doReturningWork(connection -> {
      try (PreparedStatement select =
          connection.prepareStatement(
              "select %s from push_registration where id = ? and customer_id = ? and dead_at is null"
                  .formatted(COLUMNS))) {
        select.setObject(1, id);
        select.setString(2, customerId);
        return read(select).stream().findFirst();
      }
    });
  }

  /**
   * Ends a registration at its customer's wish and forgets the token; the ledger of what was sent
   * stays.
   *
   * @return whether the customer had such a live registration
   */
  public boolean remove(String customerId, UUID id, Instant at) {
    return session.doReturningWork(connection -> {
      try (PreparedStatement update =
          connection.prepareStatement(
              """
              update push_registration
              set dead_at = ?, dead_reason = 'removed', token = 'removed:' || id
              where id = ? and customer_id = ? and dead_at is null
              """)) {
        update.setObject(1, utc(at));
        update.setObject(2, id);
        update.setString(3, customerId);
        return update.executeUpdate() == 1;
      }
    });
  }

  /**
   * Ends a registration because the provider says its token is of no use.
   *
   * @param token the one that was tried: a registration that has another one since stays live
   * @return whether it was live
   */
  public boolean markDead(UUID id, String token, String reason, Instant at) {
    return session.doReturningWork(connection -> {
      try (PreparedStatement update =
          connection.prepareStatement(
              """
              update push_registration set dead_at = ?, dead_reason = ?
              where id = ? and token = ? and dead_at is null
              """)) {
        update.setObject(1, utc(at));
        update.setString(2, reason);
        update.setObject(3, id);
        update.setString(4, token);
        return update.executeUpdate() == 1;
      }
    });
  }

  private static void forgetFormerOwner(
      Connection connection, String customerId, String token, Instant at) throws SQLException {
    // The former owner keeps the row, so that its ledger stays true, but no longer the token; what
    // is still pending for it is dropped when it is due.
    try (PreparedStatement end =
        connection.prepareStatement(
            """
            update push_registration
            set dead_at = coalesce(dead_at, ?), dead_reason = coalesce(dead_reason, 'moved'),
                token = 'moved:' || id
            where token = ? and customer_id <> ?
            """)) {
      end.setObject(1, utc(at));
      end.setString(2, token);
      end.setString(3, customerId);
      end.executeUpdate();
    }
  }

  private static PushRegistration upsert(
      Connection connection, UUID id, String customerId, String token, String platform, Instant at)
      throws SQLException {
    try (PreparedStatement upsert =
        connection.prepareStatement(
            """
            insert into push_registration (id, customer_id, token, platform, created_at)
            values (?, ?, ?, ?, ?)
            on conflict (token) do update
              set platform = excluded.platform, dead_at = null, dead_reason = null
              where push_registration.customer_id = excluded.customer_id
            returning %s
            """
                .formatted(COLUMNS))) {
      upsert.setObject(1, id);
      upsert.setString(2, customerId);
      upsert.setString(3, token);
      upsert.setString(4, platform);
      upsert.setObject(5, utc(at));
      // Empty only if another customer registered the same token within this very moment.
      return read(upsert).stream()
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("the token is being registered elsewhere"));
    }
  }

  private static void endOldest(Connection connection, String customerId, Instant at)
      throws SQLException {
    try (PreparedStatement end =
        connection.prepareStatement(
            """
            update push_registration set dead_at = ?, dead_reason = 'superseded'
            where id in (
              select id from push_registration where customer_id = ? and dead_at is null
              order by created_at desc, id offset ?)
            """)) {
      end.setObject(1, utc(at));
      end.setString(2, customerId);
      end.setInt(3, MAX_LIVE);
      end.executeUpdate();
    }
  }

  private static List<PushRegistration> read(PreparedStatement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery()) {
      var registrations = new ArrayList<PushRegistration>();
      while (row.next()) {
        registrations.add(
            new PushRegistration(
                row.getObject(1, UUID.class),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getObject(5, OffsetDateTime.class).toInstant(),
                instant(row.getObject(6, OffsetDateTime.class)),
                row.getString(7)));
      }
      return registrations;
    }
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime at) {
    return at == null ? null : at.toInstant();
  }
}
