package org.meterhaus.db.blocks;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.hibernate.StatelessSession;

/** Reads day blocks. The processor has its own door for writing them. */
public final class DayBlocks {
  static final String COLUMNS =
      """
      channel_id, day, revision, "values", quality, expected, present,
      sum_wh, min_wh, max_wh, avg_wh, worst_quality, data_until, derivation, derived_at, band, notes,
      cause, rules
      """;

  private final StatelessSession session;

  public DayBlocks(StatelessSession session) {
    this.session = session;
  }

  /**
   * The current blocks of some channels in {@code [from, until)}. Days without a block are absent.
   *
   * @return ordered by channel, then day
   */
  public List<DayBlock> find(Collection<Long> channelIds, LocalDate from, LocalDate until) {
    return session.doReturningWork(connection -> {
      try (var select =
          connection.prepareStatement(
              "select "
                  + COLUMNS
                  + """
                  from day_block where channel_id = any (?) and day >= ? and day < ?
                  order by channel_id, day
                  """)) {
        select.setArray(1, connection.createArrayOf("int8", channelIds.toArray(Long[]::new)));
        select.setObject(2, from);
        select.setObject(3, until);
        return blocks(select);
      }
    });
  }

  /** {@link #find(Collection, LocalDate, LocalDate)} for one channel. */
  public List<DayBlock> find(long channelId, LocalDate from, LocalDate until) {
    return find(List.of(channelId), from, until);
  }

  /** Superseded blocks in which a value was corrected later, oldest first. */
  public List<DayBlock> history(long channelId, LocalDate day) {
    return session.doReturningWork(connection -> {
      try (var select =
          connection.prepareStatement(
              "select "
                  + COLUMNS
                  + "from day_block_history where channel_id = ? and day = ? order by revision")) {
        select.setLong(1, channelId);
        select.setObject(2, day);
        return blocks(select);
      }
    });
  }

  /** From when to when each channel has data; channels without any are absent. */
  public List<Coverage> coverage(Collection<Long> channelIds) {
    return session.doReturningWork(connection -> coverage(connection, channelIds));
  }

  private static List<Coverage> coverage(Connection connection, Collection<Long> channelIds)
      throws SQLException {
    // two index probes a channel, however long its history
    try (var select =
        connection.prepareStatement(
            """
            select channel, first.day, last.day, last.data_until
            from unnest(?::bigint[]) channel
            cross join lateral (
              select day from day_block where channel_id = channel order by day limit 1) first
            cross join lateral (
              select day, data_until from day_block where channel_id = channel
              order by day desc limit 1) last
            order by channel
            """)) {
      select.setArray(1, connection.createArrayOf("int8", channelIds.toArray(Long[]::new)));
      try (var row = select.executeQuery()) {
        var found = new ArrayList<Coverage>();
        while (row.next()) {
          found.add(
              new Coverage(
                  row.getLong(1),
                  row.getObject(2, LocalDate.class),
                  row.getObject(3, LocalDate.class),
                  row.getTimestamp(4).toInstant()));
        }
        return List.copyOf(found);
      }
    }
  }

  private static List<DayBlock> blocks(PreparedStatement select) throws SQLException {
    try (var row = select.executeQuery()) {
      var found = new ArrayList<DayBlock>();
      while (row.next()) {
        found.add(block(row));
      }
      return List.copyOf(found);
    }
  }

  static DayBlock block(ResultSet row) throws SQLException {
    byte[] quality = row.getBytes("quality");
    int[] values = values(row.getString("values"), quality.length);
    BigDecimal average = row.getBigDecimal("avg_wh");
    var aggregate =
        new DayAggregate(
            row.getInt("expected"),
            row.getInt("present"),
            optionalLong(row, "sum_wh"),
            optionalInt(row, "min_wh"),
            optionalInt(row, "max_wh"),
            Optional.ofNullable(average),
            Quality.of(row.getInt("worst_quality")));
    return new DayBlock(
        row.getLong("channel_id"),
        row.getObject("day", LocalDate.class),
        row.getInt("revision"),
        CleanValues.of(values, quality, row.getBytes("band")),
        aggregate,
        row.getTimestamp("data_until").toInstant(),
        row.getInt("derivation"),
        row.getTimestamp("derived_at").toInstant(),
        NoteCodec.decode(row.getBytes("notes")),
        new Origin(Cause.of(row.getInt("cause")), row.getString("rules")));
  }

  /** Reads {@code {1,NULL,-3}} without a box for each number; 0 for null. */
  static int[] values(String array, int size) {
    int[] values = new int[size];
    int slot = 0;
    int value = 0;
    boolean negative = false;
    for (int i = 1; i < array.length(); i++) {
      char c = array.charAt(i);
      if (c >= '0' && c <= '9') {
        value = value * 10 - (c - '0'); // downwards, as there is one number more below zero
      } else if (c == '-') {
        negative = true;
      } else if (c == ',' || c == '}') {
        values[slot++] = negative ? value : -value;
        value = 0;
        negative = false;
      }
    }
    return values;
  }

  static OptionalLong optionalLong(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
  }

  static OptionalInt optionalInt(ResultSet row, String column) throws SQLException {
    int value = row.getInt(column);
    return row.wasNull() ? OptionalInt.empty() : OptionalInt.of(value);
  }
}
