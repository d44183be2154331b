package org.meterhaus.headend.intake;

import java.time.Instant;
import java.util.List;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;
import org.meterhaus.db.Sql;
import org.meterhaus.dlms.Bytes;

/**
 * Records of a sink's journal that no channel could take. One instance lives as long as its
 * transaction.
 */
final class JournalAside {
  /** The only reason that can go away by itself: somebody provisions the channel. */
  static final String UNKNOWN_CHANNEL = "unknown-channel";

  private final StatelessSession session;

  JournalAside(StatelessSession session) {
    this.session = session;
  }

  /**
   * A record that waits for its channel.
   *
   * @param row A-XDR of the journal's row
   */
  record Waiting(long sequence, Instant setAsideAt, Bytes row) {}

  /** Keeps a record whole. */
  void add(
      String sinkId,
      long sequence,
      @Nullable String meterId,
      @Nullable String profile,
      String reason,
      Bytes row,
      Instant now) {
    Sql.of(
            session,
            """
            insert into journal_aside (sink_id, sequence, meter_id, profile, reason, record, set_aside_at)
            values (:sink, :sequence, :meter, :profile, :reason, :record, :now)
            """)
        .with("sink", sinkId)
        .with("sequence", sequence)
        .withNullable("meter", meterId)
        .withNullable("profile", profile)
        .with("reason", reason)
        .with("record", row.toArray())
        .with("now", now)
        .execute();
  }

  /** Records that wait for their channel, oldest first, behind a sequence. */
  List<Waiting> waiting(String sinkId, long after, int limit) {
    return Sql.of(
            session,
            """
            select sequence, set_aside_at, record from journal_aside
            where sink_id = :sink and replayed_at is null and reason = :reason and sequence > :after
            order by sequence, set_aside_at limit :limit
            """)
        .with("sink", sinkId)
        .with("reason", UNKNOWN_CHANNEL)
        .with("after", after)
        .with("limit", limit)
        .list(row -> new Waiting(row.bigint(0), row.instant(1), Bytes.copyOf(row.bytes(2))));
  }

  /** The record has been delivered after all. */
  void replayed(String sinkId, Waiting record, Instant now) {
    Sql.of(
            session,
            """
            update journal_aside set replayed_at = :now
            where sink_id = :sink and sequence = :sequence and set_aside_at = :aside
            """)
        .with("now", now)
        .with("sink", sinkId)
        .with("sequence", record.sequence)
        .with("aside", record.setAsideAt)
        .execute();
  }

  /** How many are kept and not delivered, whatever the reason. */
  long count(String sinkId) {
    return Sql.of(
            session,
            "select count(*) from journal_aside where sink_id = :sink and replayed_at is null")
        .with("sink", sinkId)
        .first(row -> row.bigint(0))
        .orElseThrow();
  }
}
