package org.meterhaus.db.outages;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Optional values to and from columns that may be null. */
final class Rows {
  private Rows() {}

  static void set(PreparedStatement statement, int position, Instant instant) throws SQLException {
    statement.setObject(position, instant.atOffset(ZoneOffset.UTC));
  }

  static void set(PreparedStatement statement, int position, Optional<Instant> instant)
      throws SQLException {
    if (instant.isPresent()) {
      set(statement, position, instant.get());
    } else {
      statement.setNull(position, Types.TIMESTAMP_WITH_TIMEZONE);
    }
  }

  static void set(PreparedStatement statement, int position, OptionalLong number)
      throws SQLException {
    if (number.isPresent()) {
      statement.setLong(position, number.getAsLong());
    } else {
      statement.setNull(position, Types.BIGINT);
    }
  }

  static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getTimestamp(column).toInstant();
  }

  static Optional<Instant> optional(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getTimestamp(column)).map(Timestamp::toInstant);
  }

  static OptionalLong number(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? OptionalLong.empty() : OptionalLong.of(value);
  }

  static OptionalInt small(ResultSet row, String column) throws SQLException {
    int value = row.getInt(column);
    return row.wasNull() ? OptionalInt.empty() : OptionalInt.of(value);
  }
}
