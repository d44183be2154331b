package org.meterhaus.db.outages;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;
import org.hibernate.StatelessSession;
import org.meterhaus.db.Sql;
import org.meterhaus.db.arrivals.Reading;

/**
 * When each meter was heard last, kept by a reader of the arrival log with offsets of its own. One
 * instance lives as long as its transaction.
 */
public final class MeterContacts {
  private final StatelessSession session;

  public MeterContacts(StatelessSession session) {
    this.session = session;
  }

  /**
   * A channel as far as contact goes.
   *
   * @param isMain whether it measures the whole home
   */
  public record HeardChannel(String meter, boolean isMain) {}

  /** A member of an outage of which more may be told. */
  public record Listening(UUID outage, Instant dataUntil, Instant until) {}

  /** Partitions with arrivals that have not been noted, in order. */
  public List<Integer> behind() {
    return Sql.of(
            session,
            """
            select a.partition from arrival_partition a
            left join outage_offset o on o.partition = a.partition
            where a.next_offset > coalesce(o."offset", 0) order by a.partition
            """)
        .list(row -> row.integer(0));
  }

  /** Whether an arrival that came before an instant has not been noted. */
  public boolean isBehind(Instant receivedBefore) {
    return Sql.of(
            session,
            """
            select exists (
              select from arrival_partition p
              left join outage_offset o on o.partition = p.partition
              join arrival a on a.partition = p.partition and a."offset" = coalesce(o."offset", 0)
              where p.next_offset > coalesce(o."offset", 0) and a.received_at < :before)
            """)
        .with("before", receivedBefore)
        .first(row -> row.bool(0))
        .orElseThrow();
  }

  /**
   * Takes the partition for this transaction.
   *
   * @return first arrival not noted; empty when another transaction has the partition
   */
  public OptionalLong take(int partition) {
    Sql.of(
            session,
            """
            insert into outage_offset (partition, "offset") values (:partition, 0)
            on conflict do nothing
            """)
        .with("partition", partition)
        .execute();
    return Sql.of(
            session,
            """
            select "offset" from outage_offset where partition = :partition
            for update skip locked
            """)
        .with("partition", partition)
        .list(row -> row.bigint(0))
        .stream()
        .mapToLong(Long::longValue)
        .findFirst();
  }

  public void move(int partition, long offset) {
    Sql.of(session, "update outage_offset set \"offset\" = :offset where partition = :partition")
        .with("offset", offset)
        .with("partition", partition)
        .execute();
  }

  /** The channels of some ids; unknown ones are absent. */
  public Map<Long, HeardChannel> channels(Collection<Long> ids) {
    return session.doReturningWork(connection -> {
      try (var select =
          connection.prepareStatement(
              "select id, meter_id, kind = 'main' from channel where id = any (?)")) {
        select.setArray(1, connection.createArrayOf("int8", ids.toArray(Long[]::new)));
        var found = new HashMap<Long, HeardChannel>();
        try (var row = select.executeQuery()) {
          while (row.next()) {
            found.put(row.getLong(1), new HeardChannel(row.getString(2), row.getBoolean(3)));
          }
        }
        return found;
      }
    });
  }

  /**
   * Notes contacts; an older one than is known changes nothing, so the order does not matter. What
   * came of the profile is only moved forward.
   */
  public void heard(Map<String, MeterContact> contacts) {
    session.doWork(connection -> {
      try (var insert =
          connection.prepareStatement(
              """
              insert into meter_contact as c (meter_id, heard_at, data_until, status, register_wh)
              values (?, ?, ?, ?, ?)
              on conflict (meter_id) do update set
                heard_at = greatest(c.heard_at, excluded.heard_at),
                data_until = greatest(c.data_until, excluded.data_until),
                status = case when excluded.data_until >= c.data_until
                              then excluded.status else c.status end,
                register_wh = case when excluded.data_until >= c.data_until
                                   then excluded.register_wh else c.register_wh end
              """)) {
        // in one order, so that two readers cannot wait for each other
        for (var entry : new TreeMap<>(contacts).entrySet()) {
          MeterContact contact = entry.getValue();
          insert.setString(1, entry.getKey());
          Rows.set(insert, 2, contact.heardAt());
          Rows.set(insert, 3, contact.dataUntil());
          insert.setInt(4, contact.status());
          Rows.set(insert, 5, contact.registerWh());
          insert.addBatch();
        }
        insert.executeBatch();
      }
    });
  }

  /** Those of some meters about which an outage would like to hear more. */
  public Map<String, List<Listening>> listening(Collection<String> meters, Instant restoredSince) {
    return session.doReturningWork(connection -> {
      try (var select =
          connection.prepareStatement(
              """
              select m.meter_id, m.outage_id, m.data_until,
                     coalesce(o.restored_at + interval '2 hours', 'infinity')
              from outage_meter m join outage o on o.id = m.outage_id
              where m.meter_id = any (?) and (o.restored_at is null or o.restored_at >= ?)
              """)) {
        select.setArray(1, connection.createArrayOf("text", meters.toArray(String[]::new)));
        Rows.set(select, 2, restoredSince);
        var found = new HashMap<String, List<Listening>>();
        try (var row = select.executeQuery()) {
          while (row.next()) {
            found
                .computeIfAbsent(row.getString(1), _ -> new java.util.ArrayList<>())
                .add(
                    new Listening(
                        row.getObject(2, UUID.class),
                        row.getTimestamp(3).toInstant(),
                        row.getTimestamp(4).toInstant()));
          }
        }
        return found;
      }
    });
  }

  /** Keeps what a meter told of the time of an outage; the same again changes nothing. */
  public void keep(UUID outage, String meter, Collection<Reading> readings) {
    session.doWork(connection -> keep(connection, outage, meter, readings));
  }

  private static void keep(
      Connection connection, UUID outage, String meter, Collection<Reading> readings)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            insert into outage_reading as r
              (outage_id, meter_id, end_at, status, energy_wh, register_wh)
            values (?, ?, ?, ?, ?, ?)
            on conflict (outage_id, meter_id, end_at) do update
              set status = r.status | excluded.status
            """)) {
      for (Reading reading : readings) {
        insert.setObject(1, outage);
        insert.setString(2, meter);
        insert.setObject(3, reading.end().atOffset(ZoneOffset.UTC));
        insert.setInt(4, reading.status());
        if (reading.energyWh().isPresent()) {
          insert.setInt(5, reading.energyWh().getAsInt());
        } else {
          insert.setNull(5, Types.INTEGER);
        }
        Rows.set(insert, 6, reading.registerWh());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }
}
