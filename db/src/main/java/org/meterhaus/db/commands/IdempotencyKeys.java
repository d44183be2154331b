package org.meterhaus.db.commands;

import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.StatelessSession;
import org.meterhaus.db.Sql;

/** Which request a customer's key stood for. One instance lives as long as its transaction. */
public final class IdempotencyKeys {

  private final StatelessSession session;

  public IdempotencyKeys(StatelessSession session) {
    this.session = session;
  }

  /** What a key was used for. */
  public static final class Use {
    private final byte[] requestHash;
    private final UUID commandId;

    private Use(byte[] requestHash, UUID commandId) {
      this.requestHash = requestHash;
      this.commandId = commandId;
    }

    public boolean isFor(byte[] hash) {
      return Arrays.equals(requestHash, hash);
    }

    public UUID commandId() {
      return commandId;
    }
  }

  public Optional<Use> find(String customerId, String key) {
    return Sql.of(
            session,
            "select request_hash, command_id from idempotency_key where customer_id = :customer and key = :key")
        .with("customer", customerId)
        .with("key", key)
        .first(row -> new Use(row.bytes(0), row.uuid(1)));
  }

  /**
   * Takes the key. If another transaction is just taking it, waits for its outcome.
   *
   * @param requestHash SHA-256 of the request
   * @return false if the key is taken
   */
  public boolean take(
      String customerId, String key, byte[] requestHash, UUID commandId, Instant now) {
    return Sql.of(
                session,
                """
                insert into idempotency_key (customer_id, key, request_hash, command_id, created_at)
                values (:customer, :key, :hash, :command, :now)
                on conflict (customer_id, key) do nothing
                """)
            .with("customer", customerId)
            .with("key", key)
            .with("hash", requestHash)
            .with("command", commandId)
            .with("now", now)
            .execute()
        == 1;
  }

  /** Forgets the customer's keys that were taken before {@code then}. */
  public int forget(String customerId, Instant then) {
    return Sql.of(
            session,
            "delete from idempotency_key where customer_id = :customer and created_at < :then")
        .with("customer", customerId)
        .with("then", then)
        .execute();
  }
}
