package org.meterhaus.db.blocks;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.StatelessSession;

/**
 * The processor's door to day blocks: with their raw parts, and for writing. Only the processor
 * that holds the partition (see {@link org.meterhaus.db.arrivals.ProcessorOffsets#take}) may use
 * it.
 */
public final class BlockStore {
  private final StatelessSession session;

  public BlockStore(StatelessSession session) {
    this.session = session;
  }

  /** A channel's days {@code [from, until)}. */
  public record Span(long channelId, LocalDate from, LocalDate until) {}

  /**
   * Until the transaction ends every statement is planned for the tables as they are now. A plan
   * that was kept from when there were few blocks reads all of them, however many there are since.
   */
  public void planAnew() {
    session.doWork(connection -> {
      try (var set = connection.createStatement()) {
        set.execute("set local plan_cache_mode = force_custom_plan");
      }
    });
  }

  /** Channels by id; unknown ones are absent. */
  public Map<Long, BlockChannel> channels(Collection<Long> ids) {
    return session.doReturningWork(connection -> {
      try (var select =
          connection.prepareStatement(
              """
              select c.id, c.partition, c.interval_s, c.max_wh, b.zone, c.register_modulus_wh, c.kind
              from channel c
              join meter m on m.id = c.meter_id
              join unit u on u.id = m.unit_id
              join section s on s.id = u.section_id
              join building b on b.id = s.building_id
              where c.id = any (?)
              """)) {
        select.setArray(1, connection.createArrayOf("int8", ids.toArray(Long[]::new)));
        var found = new HashMap<Long, BlockChannel>();
        try (var row = select.executeQuery()) {
          while (row.next()) {
            found.put(
                row.getLong(1),
                new BlockChannel(
                    row.getLong(1),
                    row.getInt(2),
                    row.getInt(3),
                    DayBlocks.optionalInt(row, "max_wh"),
                    DayBlocks.optionalLong(row, "register_modulus_wh"),
                    ZoneId.of(row.getString("zone")),
                    ChannelClass.named(row.getString("kind")).orElse(ChannelClass.MAIN)));
          }
        }
        return found;
      }
    });
  }

  /**
   * Channels of the same building, class and interval, those of the same section first.
   *
   * @param limit most of them, 1 or more
   */
  public List<Long> neighbours(long channelId, int limit) {
    return session.doReturningWork(connection -> {
      try (var select =
          connection.prepareStatement(
              """
              select o.id
              from channel c
              join meter m on m.id = c.meter_id
              join unit u on u.id = m.unit_id
              join section s on s.id = u.section_id
              join section os on os.building_id = s.building_id
              join unit ou on ou.section_id = os.id
              join meter om on om.unit_id = ou.id
              join channel o on o.meter_id = om.id
              where c.id = ? and o.id <> c.id and o.kind = c.kind and o.interval_s = c.interval_s
              order by os.id = s.id desc, o.id
              limit ?
              """)) {
        select.setLong(1, channelId);
        select.setInt(2, limit);
        var found = new ArrayList<Long>();
        try (var row = select.executeQuery()) {
          while (row.next()) {
            found.add(row.getLong(1));
          }
        }
        return found;
      }
    });
  }

  /** The blocks of some spans, of different channels, with their raw parts, in order of day. */
  public Map<Long, List<StoredDay>> load(Collection<Span> spans) {
    return session.doReturningWork(connection -> load(connection, spans));
  }

  private static Map<Long, List<StoredDay>> load(Connection connection, Collection<Span> spans)
      throws SQLException {
    try (var select =
        connection.prepareStatement(
            """
            select b.* from unnest(?::bigint[], ?::date[], ?::date[]) s (channel, first, last)
            cross join lateral (
              select * from day_block
              where channel_id = s.channel and day >= s.first and day < s.last
              order by day offset 0) b
            """)) {
      select.setArray(
          1, connection.createArrayOf("int8", spans.stream().map(Span::channelId).toArray()));
      select.setArray(
          2,
          connection.createArrayOf(
              "date", spans.stream().map(span -> span.from().toString()).toArray()));
      select.setArray(
          3,
          connection.createArrayOf(
              "date", spans.stream().map(span -> span.until().toString()).toArray()));
      var found = new HashMap<Long, List<StoredDay>>();
      try (var row = select.executeQuery()) {
        while (row.next()) {
          found.computeIfAbsent(row.getLong("channel_id"), _ -> new ArrayList<>()).add(stored(row));
        }
      }
      return found;
    }
  }

  private static StoredDay stored(ResultSet row) throws SQLException {
    DayBlock block = DayBlocks.block(row);
    return new StoredDay(block, row.getBytes("raw"), Growth.of(row.getBytes("growth"), block));
  }

  /**
   * A block to be written.
   *
   * @param partition of its channel
   * @param replaces whether the day has a block, which gives way
   * @param keepsBefore whether that one goes into the history
   */
  public record Write(int partition, StoredDay day, boolean replaces, boolean keepsBefore) {
    public Write {
      if (keepsBefore && !replaces) {
        throw new IllegalArgumentException("there is nothing to keep of a day without a block");
      }
    }
  }

  /** Writes blocks as the current ones of their days. */
  public void write(Collection<Write> writes) {
    if (writes.isEmpty()) {
      return;
    }
    session.doWork(connection -> {
      run(
          connection,
          """
          insert into day_block_history
          select b.* from unnest(?::bigint[], ?::date[]) s (channel, day)
          join day_block b on b.channel_id = s.channel and b.day = s.day
          """,
          writes.stream().filter(Write::keepsBefore).map(write -> write.day().block()).toList());
      // an update would write as much, as blocks are in an index by their quality
      run(
          connection,
          """
          delete from day_block b using unnest(?::bigint[], ?::date[]) s (channel, day)
          where b.channel_id = s.channel and b.day = s.day
          """,
          writes.stream().filter(Write::replaces).map(write -> write.day().block()).toList());
      BlockCopy.insert(connection, writes);
    });
  }

  private static void run(Connection connection, String sql, List<DayBlock> blocks)
      throws SQLException {
    if (blocks.isEmpty()) {
      return;
    }
    try (var statement = connection.prepareStatement(sql)) {
      statement.setArray(
          1, connection.createArrayOf("int8", blocks.stream().map(DayBlock::channelId).toArray()));
      statement.setArray(
          2,
          connection.createArrayOf(
              "date", blocks.stream().map(block -> block.day().toString()).toArray()));
      statement.executeUpdate();
    }
  }
}
