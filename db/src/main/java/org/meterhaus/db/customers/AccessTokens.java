package org.meterhaus.db.customers;

import java.time.Instant;
import java.util.Optional;
import org.hibernate.StatelessSession;
import org.meterhaus.db.Sql;

/** Access tokens, by their SHA-256 only. One instance lives as long as its transaction. */
public final class AccessTokens {

  private final StatelessSession session;

  public AccessTokens(StatelessSession session) {
    this.session = session;
  }

  /**
   * @param hash SHA-256 of the token, 32 octets
   */
  public void add(byte[] hash, Party party, Instant issuedAt, Instant expiresAt) {
    Sql.of(
            session,
            """
            insert into access_token (hash, customer_id, operator_id, issued_at, expires_at)
            values (:hash, :customer, :operator, :issued, :expires)
            """)
        .with("hash", hash)
        .withNullable("customer", party.customerId())
        .withNullable("operator", party.operatorId())
        .with("issued", issuedAt)
        .with("expires", expiresAt)
        .execute();
  }

  /** Whom the token stands for at {@code now}; empty if it is unknown, expired or revoked. */
  public Optional<Party> partyOf(byte[] hash, Instant now) {
    return Sql.of(
            session,
            """
            select customer_id, operator_id from access_token
            where hash = :hash and issued_at <= :now and expires_at > :now and revoked_at is null
            """)
        .with("hash", hash)
        .with("now", now)
        .first(row -> Party.of(row.textOrNull(0), row.textOrNull(1)));
  }

  /**
   * @return whether it was valid until now
   */
  public boolean revoke(byte[] hash, Instant now) {
    return Sql.of(
                session,
                "update access_token set revoked_at = :now where hash = :hash and revoked_at is null")
            .with("hash", hash)
            .with("now", now)
            .execute()
        == 1;
  }

  /** Forgets what expired before {@code then}. */
  public int purge(Party party, Instant then) {
    return Sql.of(
            session,
            """
            delete from access_token
            where (customer_id = :customer or operator_id = :operator) and expires_at < :then
            """)
        .withNullable("customer", party.customerId())
        .withNullable("operator", party.operatorId())
        .with("then", then)
        .execute();
  }
}
