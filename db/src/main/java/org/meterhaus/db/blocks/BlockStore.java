package org.meterhaus.db.blocks;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/**
 * The processor's door to day blocks: with their raw parts, and for writing. Only the processor
 * that holds the partition (see {@link org.meterhaus.db.arrivals.ProcessorOffsets#take}) may use
 * it.
 */
public final class BlockStore {
  private static final int BATCH = 500;

  private final StatelessSession session;

  public BlockStore(StatelessSession session) {
    this.session = session;
  }

  /** A channel's days {@code [from, until)}. */
  public record Span(long channelId, LocalDate from, LocalDate until) {}

  /** Channels by id; unknown ones are absent. */
  public Map<Long, BlockChannel> channels(Collection<Long> ids) {
    return session.doReturningWork(connection -> {
      try (var select =
          connection.prepareStatement(
              """
              select c.id, c.partition, c.interval_s, c.max_wh, b.zone, c.register_modulus_wh
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
                    ZoneId.of(row.getString("zone"))));
          }
        }
        return found;
      }
    });
  }

  /** The blocks of some spans with their raw parts, by channel, in order of day. */
  public Map<Long, List<StoredDay>> load(Collection<Span> spans) {
    return session.doReturningWork(connection -> load(connection, spans));
  }

  private static Map<Long, List<StoredDay>> load(Connection connection, Collection<Span> spans)
      throws SQLException {
    try (var select =
        connection.prepareStatement(
            """
            select b.* from unnest(?::bigint[], ?::date[], ?::date[]) s (channel, first, last)
            join day_block b on b.channel_id = s.channel and b.day >= s.first and b.day < s.last
            order by b.channel_id, b.day
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
          found
              .computeIfAbsent(row.getLong("channel_id"), _ -> new ArrayList<>())
              .add(new StoredDay(DayBlocks.block(row), row.getBytes("raw")));
        }
      }
      return found;
    }
  }

  /** Copies the current blocks of some days to the history, before they are corrected. */
  public void keep(Collection<DayBlock> superseded) {
    if (superseded.isEmpty()) {
      return;
    }
    session.doWork(connection -> {
      try (var insert =
          connection.prepareStatement(
              """
              insert into day_block_history
              select b.* from unnest(?::bigint[], ?::date[]) s (channel, day)
              join day_block b on b.channel_id = s.channel and b.day = s.day
              """)) {
        insert.setArray(
            1,
            connection.createArrayOf(
                "int8", superseded.stream().map(DayBlock::channelId).toArray()));
        insert.setArray(
            2,
            connection.createArrayOf(
                "date", superseded.stream().map(block -> block.day().toString()).toArray()));
        insert.executeUpdate();
      }
    });
  }

  /** Writes blocks as the current ones of their days. */
  public void write(int partition, Collection<StoredDay> days) {
    session.doWork(connection -> {
      try (var upsert =
          connection.prepareStatement(
              """
              insert into day_block (channel_id, day, revision, partition, expected, present,
                raw, "values", quality, sum_wh, min_wh, max_wh, avg_wh, worst_quality,
                data_until, derivation, derived_at, band, notes)
              values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
              on conflict (channel_id, day) do update set
                revision = excluded.revision, expected = excluded.expected,
                present = excluded.present, raw = excluded.raw, "values" = excluded."values",
                quality = excluded.quality, sum_wh = excluded.sum_wh,
                min_wh = excluded.min_wh, max_wh = excluded.max_wh, avg_wh = excluded.avg_wh,
                worst_quality = excluded.worst_quality, data_until = excluded.data_until,
                derivation = excluded.derivation, derived_at = excluded.derived_at,
                band = excluded.band, notes = excluded.notes
              """)) {
        int waiting = 0;
        for (StoredDay day : days) {
          bind(connection, upsert, partition, day);
          upsert.addBatch();
          if (++waiting == BATCH) {
            upsert.executeBatch();
            waiting = 0;
          }
        }
        if (waiting > 0) {
          upsert.executeBatch();
        }
      }
    });
  }

  private static void bind(
      Connection connection, java.sql.PreparedStatement upsert, int partition, StoredDay day)
      throws SQLException {
    DayBlock block = day.block();
    DayAggregate aggregate = block.aggregate();
    upsert.setLong(1, block.channelId());
    upsert.setObject(2, block.day());
    upsert.setInt(3, block.revision());
    upsert.setShort(4, (short) partition);
    upsert.setInt(5, aggregate.expected());
    upsert.setInt(6, aggregate.present());
    upsert.setBytes(7, day.raw());
    upsert.setArray(8, connection.createArrayOf("int4", values(block.values())));
    upsert.setBytes(9, block.values().qualityCodes());
    if (aggregate.sumWh().isPresent()) {
      upsert.setLong(10, aggregate.sumWh().getAsLong());
    } else {
      upsert.setNull(10, Types.BIGINT);
    }
    setInt(upsert, 11, aggregate.minWh());
    setInt(upsert, 12, aggregate.maxWh());
    upsert.setBigDecimal(13, aggregate.avgWh().orElse(null));
    upsert.setShort(14, aggregate.worst().code());
    upsert.setObject(15, block.dataUntil().atOffset(ZoneOffset.UTC));
    upsert.setInt(16, block.derivation());
    upsert.setObject(17, block.derivedAt().atOffset(ZoneOffset.UTC));
    upsert.setBytes(18, block.values().bandBytes());
    upsert.setBytes(19, NoteCodec.encode(block.notes()));
  }

  private static void setInt(java.sql.PreparedStatement upsert, int index, OptionalInt value)
      throws SQLException {
    if (value.isPresent()) {
      upsert.setInt(index, value.getAsInt());
    } else {
      upsert.setNull(index, Types.INTEGER);
    }
  }

  private static @Nullable Integer[] values(CleanValues clean) {
    var boxed = new @Nullable Integer[clean.size()];
    for (int slot = 0; slot < boxed.length; slot++) {
      OptionalInt wh = clean.wh(slot);
      boxed[slot] = wh.isPresent() ? wh.getAsInt() : null;
    }
    return boxed;
  }
}
