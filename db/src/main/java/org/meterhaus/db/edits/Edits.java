package org.meterhaus.db.edits;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.StatelessSession;
import org.meterhaus.db.Sql;
import org.meterhaus.db.arrivals.Delivery;
import org.meterhaus.db.arrivals.PostgresArrivalLog;
import org.meterhaus.db.arrivals.Reading;
import org.meterhaus.db.arrivals.Source;

/** Append-only: edits and their revocations. One instance lives as long as its transaction. */
public final class Edits {
  private static final String SELECT =
      """
      select e.id, e.channel_id, e.operator_id, e.span_start, e.span_end, e."values"::text, e.reason,
             e.customer_text, e.created_at, r.operator_id, r.reason, r.revoked_at
      from edit e left join edit_revocation r on r.edit_id = e.id
      """;

  private final StatelessSession session;

  public Edits(StatelessSession session) {
    this.session = session;
  }

  /** Writes an edit down and hands it to the processor. */
  public void add(Edit edit, int partition) {
    Sql.of(
            session,
            """
            insert into edit (id, channel_id, operator_id, span_start, span_end, "values", reason,
              customer_text, created_at)
            values (:id, :channel, :operator, :start, :end, :values, :reason, :text, :at)
            """)
        .with("id", edit.id())
        .with("channel", edit.channelId())
        .with("operator", edit.operatorId())
        .with("start", edit.start())
        .with("end", edit.end())
        .with("values", edit.valuesWh().toArray(Integer[]::new))
        .with("reason", edit.reason())
        .with("text", edit.customerText())
        .with("at", edit.createdAt())
        .execute();
    deliver(edit, partition, 0, edit.createdAt());
  }

  /** Writes down that an edit holds no longer, and tells the processor. */
  public void revoke(Edit edit, Edit.Revocation revocation, int partition) {
    Sql.of(
            session,
            """
            insert into edit_revocation (edit_id, operator_id, reason, revoked_at)
            values (:id, :operator, :reason, :at)
            """)
        .with("id", edit.id())
        .with("operator", revocation.operatorId())
        .with("reason", revocation.reason())
        .with("at", revocation.at())
        .execute();
    deliver(edit, partition, Reading.REVOKED, revocation.at());
  }

  private void deliver(Edit edit, int partition, int status, Instant at) {
    long interval =
        (edit.end().getEpochSecond() - edit.start().getEpochSecond()) / edit.valuesWh().size();
    var readings = new ArrayList<Reading>();
    for (int i = 0; i < edit.valuesWh().size(); i++) {
      readings.add(
          new Reading(
              edit.start().plusSeconds((i + 1) * interval),
              status,
              java.util.OptionalInt.of(edit.valuesWh().get(i)),
              java.util.OptionalLong.empty()));
    }
    new PostgresArrivalLog(session)
        .append(
            List.of(
                new Delivery(
                    edit.channelId(),
                    partition,
                    Source.operator(edit.id().toString()),
                    at,
                    readings)));
  }

  public Optional<Edit> find(long channelId, UUID id) {
    return Sql.of(session, SELECT + "where e.channel_id = :channel and e.id = :id")
        .with("channel", channelId)
        .with("id", id)
        .first(Edits::edit);
  }

  /** Every edit of a channel that touches {@code [start, end)}, revoked ones too, oldest first. */
  public List<Edit> of(long channelId, Instant start, Instant end) {
    return Sql.of(
            session,
            SELECT
                + """
                where e.channel_id = :channel and e.span_start < :end and e.span_end > :start
                order by e.created_at, e.id
                """)
        .with("channel", channelId)
        .with("start", start)
        .with("end", end)
        .list(Edits::edit);
  }

  private static Edit edit(Sql.Row row) {
    var values = new ArrayList<Integer>();
    for (String value : row.text(5).replaceAll("[{}]", "").split(",", -1)) {
      values.add(Integer.valueOf(value));
    }
    Instant revokedAt = row.instantOrNull(11);
    return new Edit(
        row.uuid(0),
        row.bigint(1),
        row.text(2),
        row.instant(3),
        row.instant(4),
        values,
        row.text(6),
        row.text(7),
        row.instant(8),
        revokedAt == null ? null : new Edit.Revocation(row.text(9), row.text(10), revokedAt));
  }
}
