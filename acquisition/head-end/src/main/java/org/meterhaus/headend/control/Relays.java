package org.meterhaus.headend.control;

import java.util.List;
import java.util.Optional;
import org.hibernate.StatelessSession;
import org.meterhaus.db.Sql;
import org.meterhaus.db.commands.Action;
import org.meterhaus.db.commands.Command;
import org.meterhaus.db.commands.State;
import org.meterhaus.db.commands.Task;

/** What the head-end looks up about relays. One instance lives as long as its transaction. */
final class Relays {
  private final StatelessSession session;

  Relays(StatelessSession session) {
    this.session = session;
  }

  /** A device that can be switched. */
  record Switchable(String deviceId, String meterId, String relayObis) {}

  /** Every device behind a sink that has a relay, by meter. */
  List<Switchable> of(String sinkId) {
    return Sql.of(
            session,
            """
            select d.id, m.id, d.relay_obis
            from device d
            join channel c on c.id = d.channel_id
            join meter m on m.id = c.meter_id
            where m.sink_id = :sink and d.relay_obis is not null
            order by m.id, d.id
            """)
        .with("sink", sinkId)
        .list(row -> new Switchable(row.text(0), row.text(1), row.text(2)));
  }

  /** Commands of a sink that somebody began and did not end, oldest first. */
  List<Task> unfinished(String sinkId) {
    return Sql.of(
            session,
            """
            select c.id, c.device_id, c.customer_id, c.action, c.created_at, c.expires_at, c.sent_at, c.attempts,
                   d.name, m.id, d.relay_obis
            from command c
            join device d on d.id = c.device_id
            join channel ch on ch.id = d.channel_id
            join meter m on m.id = ch.meter_id
            where c.state = 'sent' and m.sink_id = :sink and d.relay_obis is not null
            order by c.created_at, c.id
            """)
        .with("sink", sinkId)
        .list(row ->
            new Task(
                new Command(
                    row.uuid(0),
                    row.text(1),
                    row.text(2),
                    Action.of(row.text(3)).orElseThrow(),
                    State.SENT,
                    null,
                    row.instant(4),
                    row.instant(5),
                    row.instantOrNull(6),
                    null,
                    row.integer(7)),
                row.text(8),
                sinkId,
                row.text(9),
                row.text(10)));
  }

  /** What people call a device. */
  Optional<String> nameOf(String deviceId) {
    return Sql.of(session, "select name from device where id = :id")
        .with("id", deviceId)
        .first(row -> row.text(0));
  }
}
