package org.meterhaus.db.audit;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;
import org.meterhaus.db.Sql;

/**
 * Who did what, in a chain: each row carries the SHA-256 of its content and of the row before, so
 * that a row cannot be changed, taken out or put in without breaking every hash after it. Rows cut
 * off at the end are noticed only by somebody who wrote down an earlier {@link
 * Verification.Intact#head}. One instance lives as long as its transaction.
 */
public final class AuditLog {

  /**
   * Held from reading the last hash until commit, so that the chain has no forks. An arbitrary
   * number of our own.
   */
  private static final long CHAIN_LOCK = 0x4D48_4155_4449_54L;

  private static final int PAGE = 10_000;

  private final StatelessSession session;

  public AuditLog(StatelessSession session) {
    this.session = session;
  }

  /** What {@link #verify} found. */
  public sealed interface Verification {
    /**
     * @param rows that were checked
     * @param head hash of the last row in hex, empty without rows
     */
    record Intact(long rows, String head) implements Verification {}

    /**
     * @param seq of the first row that does not fit
     * @param reason {@code content} (its own hash is wrong) or {@code link} (it does not follow the
     *     row before)
     */
    record Broken(long seq, String reason) implements Verification {}
  }

  /**
   * What is written down.
   *
   * @param at cut to microseconds
   * @param actor such as {@code customer:c-A-01}
   * @param action such as {@code readings.extract}
   * @param object such as {@code usage-point:A-01}
   * @param outcome {@code ok} or {@code refused:<code>}
   */
  public record Entry(Instant at, String actor, String action, String object, String outcome) {
    public Entry {
      at = at.truncatedTo(ChronoUnit.MICROS);
    }
  }

  /**
   * Adds rows, in this order. Do it last in a transaction: every other writer waits from here until
   * its end.
   */
  public void append(List<Entry> entries) {
    Sql.of(session, "select pg_advisory_xact_lock(:lock)").with("lock", CHAIN_LOCK).list(_ -> true);
    byte[] previous =
        Sql.of(session, "select hash from audit order by seq desc limit 1")
            .first(row -> row.bytes(0))
            .orElse(new byte[0]);
    for (Entry entry : entries) {
      byte[] hash = hash(previous, entry);
      Sql.of(
              session,
              """
              insert into audit (at, actor, action, object, outcome, previous_hash, hash)
              values (:at, :actor, :action, :object, :outcome, :previous, :hash)
              """)
          .with("at", entry.at())
          .with("actor", entry.actor())
          .with("action", entry.action())
          .with("object", entry.object())
          .with("outcome", entry.outcome())
          .with("previous", previous)
          .with("hash", hash)
          .execute();
      previous = hash;
    }
  }

  /**
   * Checks the whole chain, oldest row first. Reads in pages; best in one read-only transaction.
   */
  public Verification verify() {
    byte[] previous = new byte[0];
    long last = 0;
    long rows = 0;
    while (true) {
      List<Link> page = page(last);
      for (Link entry : page) {
        if (!Arrays.equals(entry.previous, previous)) {
          return new Verification.Broken(entry.seq, "link");
        }
        if (!Arrays.equals(entry.hash, entry.computed)) {
          return new Verification.Broken(entry.seq, "content");
        }
        previous = entry.hash;
        last = entry.seq;
      }
      rows += page.size();
      if (page.size() < PAGE) {
        return new Verification.Intact(rows, HexFormat.of().formatHex(previous));
      }
    }
  }

  private List<Link> page(long after) {
    return Sql.of(
            session,
            """
            select seq, at, actor, action, object, outcome, previous_hash, hash
            from audit where seq > :after
            order by seq
            limit :page
            """)
        .with("after", after)
        .with("page", PAGE)
        .list(row -> {
          byte @Nullable [] stored = row.bytesOrNull(6);
          byte[] previous = stored == null ? new byte[0] : stored;
          return new Link(
              row.bigint(0),
              previous,
              row.bytes(7),
              hash(
                  previous,
                  new Entry(row.instant(1), row.text(2), row.text(3), row.text(4), row.text(5))));
        });
  }

  private static final class Link {
    private final long seq;
    private final byte[] previous;
    private final byte[] hash;
    private final byte[] computed;

    Link(long seq, byte[] previous, byte[] hash, byte[] computed) {
      this.seq = seq;
      this.previous = previous;
      this.hash = hash;
      this.computed = computed;
    }
  }

  /** Every field with its length before it, so that no two different rows have the same octets. */
  private static byte[] hash(byte[] previous, Entry entry) {
    var octets = new ByteArrayOutputStream(256);
    try (var out = new DataOutputStream(octets)) {
      out.writeInt(previous.length);
      out.write(previous);
      out.writeLong(ChronoUnit.MICROS.between(Instant.EPOCH, entry.at()));
      for (String field : List.of(entry.actor(), entry.action(), entry.object(), entry.outcome())) {
        byte[] text = field.getBytes(StandardCharsets.UTF_8);
        out.writeInt(text.length);
        out.write(text);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    try {
      return MessageDigest.getInstance("SHA-256").digest(octets.toByteArray());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
