package org.meterhaus.db.outages;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.hibernate.StatelessSession;
import org.meterhaus.db.Sql;

/** Which meters the sinks reach. One instance lives as long as its transaction. */
public final class MeterReaches {
  private final StatelessSession session;

  public MeterReaches(StatelessSession session) {
    this.session = session;
  }

  /**
   * Notes what a sink says. Only rows whose state has changed are written, so that a sink may be
   * asked every few seconds.
   *
   * @param reaches by meter id; meters that are not ours are passed over, and those of the sink
   *     that are not in it become {@link MeterReach.State#UNKNOWN}
   * @param at by our clock
   */
  public void tell(String sink, Map<String, MeterReach> reaches, Instant at) {
    Sql.of(
            session,
            """
            insert into sink_report (sink_id, told_at) values (:sink, :at)
            on conflict (sink_id) do update set told_at = excluded.told_at
            """)
        .with("sink", sink)
        .with("at", at)
        .execute();
    session.doWork(connection -> {
      put(connection, sink, new TreeMap<>(reaches));
      forget(connection, sink, reaches, at);
    });
  }

  private static void put(Connection connection, String sink, SortedMap<String, MeterReach> reaches)
      throws SQLException {
    // a few seconds of difference are the way from clock to clock
    try (var insert =
        connection.prepareStatement(
            """
            insert into meter_reach as r
              (meter_id, state, since, answered_at, gasp_at, gasp_over_at)
            select m.id, ?, ?, ?, ?, ? from meter m where m.id = ? and m.sink_id = ?
            on conflict (meter_id) do update set
              state = excluded.state, since = excluded.since, answered_at = excluded.answered_at,
              gasp_at = excluded.gasp_at, gasp_over_at = excluded.gasp_over_at
            where r.state <> excluded.state
              or abs(extract(epoch from r.since - excluded.since)) > 5
              or (r.gasp_at is null) <> (excluded.gasp_at is null)
              or abs(extract(epoch from r.gasp_at - excluded.gasp_at)) > 5
              or (r.gasp_over_at is null) <> (excluded.gasp_over_at is null)
            """)) {
      for (var entry : reaches.entrySet()) {
        insert.setString(1, entry.getValue().state().wire());
        Rows.set(insert, 2, entry.getValue().since());
        Rows.set(insert, 3, entry.getValue().answeredAt());
        Optional<MeterReach.Gasp> gasp = entry.getValue().gasp();
        Rows.set(insert, 4, gasp.map(MeterReach.Gasp::at));
        Rows.set(insert, 5, gasp.flatMap(MeterReach.Gasp::overAt));
        insert.setString(6, entry.getKey());
        insert.setString(7, sink);
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private static void forget(
      Connection connection, String sink, Map<String, MeterReach> reaches, Instant at)
      throws SQLException {
    try (var update =
        connection.prepareStatement(
            """
            update meter_reach r
            set state = 'unknown', since = ?, gasp_at = null, gasp_over_at = null
            from meter m
            where m.id = r.meter_id and m.sink_id = ? and r.state <> 'unknown'
              and not r.meter_id = any (?)
            """)) {
      Rows.set(update, 1, at);
      update.setString(2, sink);
      update.setArray(3, connection.createArrayOf("text", reaches.keySet().toArray(String[]::new)));
      update.executeUpdate();
    }
  }

  /** What the sinks said last, by meter id. */
  public Map<String, MeterReach.Told> all() {
    return session.doReturningWork(connection -> {
      try (var select =
              connection.prepareStatement(
                  """
                  select r.meter_id, r.state, r.since, r.answered_at, r.gasp_at, r.gasp_over_at,
                         s.told_at
                  from meter_reach r
                  join meter m on m.id = r.meter_id
                  join sink_report s on s.sink_id = m.sink_id
                  """);
          var row = select.executeQuery()) {
        var found = new TreeMap<String, MeterReach.Told>();
        while (row.next()) {
          Optional<Instant> overAt = Rows.optional(row, "gasp_over_at");
          found.put(
              row.getString("meter_id"),
              new MeterReach.Told(
                  new MeterReach(
                      MeterReach.State.of(row.getString("state")),
                      Rows.instant(row, "since"),
                      Rows.optional(row, "answered_at"),
                      Rows.optional(row, "gasp_at")
                          .map(gaspAt -> new MeterReach.Gasp(gaspAt, overAt))),
                  Rows.instant(row, "told_at")));
        }
        return found;
      }
    });
  }
}
