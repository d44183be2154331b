package org.meterhaus.db.arrivals;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hibernate.StatelessSession;
import org.meterhaus.db.bytes.MalformedBytes;

/**
 * {@link ArrivalLog} in a table. Offsets are handed out under the lock of the partition's row,
 * which is held until commit: that makes commit order and offset order the same.
 */
public final class PostgresArrivalLog implements ArrivalLog {

  /** Notified with the partition's number, once per partition and transaction. */
  public static final String CHANNEL = "meterhaus_arrival";

  /** Of payloads read at once: some hundred thousand readings. */
  private static final long MOST_OCTETS = 2_000_000;

  private final StatelessSession session;

  public PostgresArrivalLog(StatelessSession session) {
    this.session = session;
  }

  @Override
  public void append(List<Delivery> deliveries) {
    if (deliveries.isEmpty()) {
      return;
    }
    List<Delivery> ordered =
        deliveries.stream().sorted(Comparator.comparingInt(Delivery::partition)).toList();
    session.doWork(connection -> insert(connection, ordered, takeOffsets(connection, ordered)));
  }

  /** First free offset of every partition concerned, after moving it behind what will be added. */
  private static Map<Integer, Long> takeOffsets(Connection connection, List<Delivery> ordered)
      throws SQLException {
    var counts = new TreeMap<Integer, Long>();
    ordered.forEach(delivery -> counts.merge(delivery.partition(), 1L, Long::sum));
    Short[] partitions = counts.keySet().stream().map(Integer::shortValue).toArray(Short[]::new);
    var firsts = new HashMap<Integer, Long>();
    // in order of partition, so that two writers cannot wait for each other
    try (var lock =
        connection.prepareStatement(
            """
            select partition, next_offset from arrival_partition
            where partition = any (?) order by partition for update
            """)) {
      lock.setArray(1, connection.createArrayOf("int2", partitions));
      try (var rows = lock.executeQuery()) {
        while (rows.next()) {
          firsts.put(rows.getInt(1), rows.getLong(2));
        }
      }
    }
    try (var update =
        connection.prepareStatement(
            """
            update arrival_partition set next_offset = next_offset + taken.count
            from unnest(?::smallint[], ?::bigint[]) taken (partition, count)
            where arrival_partition.partition = taken.partition
            """)) {
      update.setArray(1, connection.createArrayOf("int2", partitions));
      update.setArray(2, connection.createArrayOf("int8", counts.values().toArray(Long[]::new)));
      update.executeUpdate();
    }
    return firsts;
  }

  private static void insert(
      Connection connection, List<Delivery> ordered, Map<Integer, Long> offsets)
      throws SQLException {
    int n = ordered.size();
    Short[] partitions = new Short[n];
    Long[] positions = new Long[n];
    Long[] channels = new Long[n];
    String[] sources = new String[n];
    Long[] received = new Long[n];
    byte[][] payloads = new byte[n][];
    for (int i = 0; i < n; i++) {
      Delivery delivery = ordered.get(i);
      partitions[i] = (short) delivery.partition();
      positions[i] = offsets.merge(delivery.partition(), 1L, Long::sum) - 1;
      channels[i] = delivery.channelId();
      sources[i] = delivery.source().toString();
      received[i] = delivery.receivedAt().toEpochMilli();
      payloads[i] = DeliveryCodec.encode(delivery.readings());
    }
    try (var insert =
        connection.prepareStatement(
            """
            insert into arrival (partition, "offset", channel_id, source, received_at, payload)
            select partition, position, channel, source,
                   timestamptz 'epoch' + received * interval '1 millisecond', payload
            from unnest(?::smallint[], ?::bigint[], ?::bigint[], ?::text[], ?::bigint[], ?::bytea[])
                 new (partition, position, channel, source, received, payload)
            """)) {
      insert.setArray(1, connection.createArrayOf("int2", partitions));
      insert.setArray(2, connection.createArrayOf("int8", positions));
      insert.setArray(3, connection.createArrayOf("int8", channels));
      insert.setArray(4, connection.createArrayOf("text", sources));
      insert.setArray(5, connection.createArrayOf("int8", received));
      insert.setArray(6, connection.createArrayOf("bytea", payloads));
      insert.executeUpdate();
    }
    try (var notify =
        connection.prepareStatement(
            "select pg_notify('"
                + CHANNEL
                + "', partition::text) from unnest(?::smallint[]) partition")) {
      notify.setArray(1, connection.createArrayOf("int2", partitions));
      notify.execute();
    }
  }

  @Override
  public List<Arrival> read(int partition, long fromOffset, int limit) {
    return session.doReturningWork(connection -> {
      try (var select =
          connection.prepareStatement(
              """
              select "offset", channel_id, source, received_at, payload from arrival
              where partition = ? and "offset" >= ? order by "offset" limit ?
              """)) {
        select.setShort(1, (short) partition);
        select.setLong(2, fromOffset);
        select.setInt(3, limit);
        var arrivals = new ArrayList<Arrival>();
        try (var row = select.executeQuery()) {
          long octets = 0;
          while (octets < MOST_OCTETS && row.next()) {
            byte[] payload = row.getBytes(5);
            octets += payload.length;
            arrivals.add(
                arrival(
                    row.getLong(1),
                    partition,
                    row.getLong(2),
                    row.getString(3),
                    row.getTimestamp(4).toInstant(),
                    payload));
          }
        }
        return List.copyOf(arrivals);
      }
    });
  }

  private static Arrival arrival(
      long offset, int partition, long channel, String source, Instant receivedAt, byte[] payload) {
    try {
      return new Arrival.Received(
          offset,
          new Delivery(
              channel, partition, Source.parse(source), receivedAt, DeliveryCodec.decode(payload)));
    } catch (MalformedBytes | IllegalArgumentException e) {
      return new Arrival.Unreadable(offset, String.valueOf(e.getMessage()));
    }
  }
}
