package org.meterhaus.db;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/**
 * One SQL statement with named parameters ({@code :name}), on the connection of the transaction's
 * session. For repositories in plain SQL; not thread-safe, like its session. The text is always a
 * constant of ours: values come in as parameters only.
 *
 * <p>{@code Sql.of(session, "select name from section where id = :id").with("id", id).first(row ->
 * row.text(0))}
 */
public final class Sql {

  /** A colon that is not part of a cast. */
  private static final Pattern NAME = Pattern.compile("(?<!:):([A-Za-z]+)");

  private final StatelessSession session;
  private final String text;
  private final Map<String, Parameter> parameters = new HashMap<>();

  private Sql(StatelessSession session, String text) {
    this.session = session;
    this.text = text;
  }

  public static Sql of(StatelessSession session, String text) {
    return new Sql(session, text);
  }

  public Sql with(String name, Object value) {
    parameters.put(name, new Parameter(value, Types.NULL));
    return this;
  }

  public Sql withNullable(String name, @Nullable String value) {
    parameters.put(name, new Parameter(value, Types.VARCHAR));
    return this;
  }

  public Sql withNullable(String name, @Nullable Integer value) {
    parameters.put(name, new Parameter(value, Types.INTEGER));
    return this;
  }

  public Sql withNullable(String name, @Nullable Instant value) {
    parameters.put(name, new Parameter(value, Types.TIMESTAMP_WITH_TIMEZONE));
    return this;
  }

  /** Every row, in the order of the statement. */
  public <T> List<T> list(Function<Row, T> read) {
    return session.doReturningWork(connection -> {
      try (PreparedStatement statement = prepare(connection);
          ResultSet rows = statement.executeQuery()) {
        var list = new ArrayList<T>();
        while (rows.next()) {
          list.add(read.apply(Row.of(rows)));
        }
        return list;
      }
    });
  }

  /** The first row, if there is one. */
  public <T> Optional<T> first(Function<Row, T> read) {
    return list(read).stream().findFirst();
  }

  /**
   * Runs a statement that changes rows.
   *
   * @return rows that it changed
   */
  public int execute() {
    return session.doReturningWork(connection -> {
      try (PreparedStatement statement = prepare(connection)) {
        return statement.executeUpdate();
      }
    });
  }

  private PreparedStatement prepare(Connection connection) throws SQLException {
    var order = new ArrayList<Parameter>();
    String positional =
        NAME.matcher(text)
            .replaceAll(match -> {
              order.add(
                  Objects.requireNonNull(
                      parameters.get(match.group(1)), () -> "no parameter " + match.group()));
              return "?";
            });
    PreparedStatement statement = connection.prepareStatement(positional);
    try {
      for (int i = 0; i < order.size(); i++) {
        order.get(i).bind(statement, i + 1);
      }
      return statement;
    } catch (SQLException | RuntimeException e) {
      statement.close();
      throw e;
    }
  }

  /**
   * @param typeOfNull from {@link Types}, which PostgreSQL cannot guess from a null
   */
  private record Parameter(@Nullable Object value, int typeOfNull) {

    void bind(PreparedStatement statement, int position) throws SQLException {
      switch (value) {
        case null -> statement.setNull(position, typeOfNull);
        case Instant instant ->
            statement.setObject(position, OffsetDateTime.ofInstant(instant, ZoneOffset.UTC));
        default -> statement.setObject(position, value);
      }
    }
  }

  /** Columns of one row, counted from 0. */
  public static final class Row {
    private final @Nullable Object[] values;

    private Row(@Nullable Object[] values) {
      this.values = values;
    }

    private static Row of(ResultSet rows) throws SQLException {
      var values = new @Nullable Object[rows.getMetaData().getColumnCount()];
      for (int i = 0; i < values.length; i++) {
        values[i] = rows.getObject(i + 1);
      }
      return new Row(values);
    }

    public String text(int column) {
      return (String) required(column);
    }

    public @Nullable String textOrNull(int column) {
      return (String) values[column];
    }

    public int integer(int column) {
      return ((Number) required(column)).intValue();
    }

    public @Nullable Integer integerOrNull(int column) {
      return values[column] == null ? null : integer(column);
    }

    public long bigint(int column) {
      return ((Number) required(column)).longValue();
    }

    public boolean bool(int column) {
      return (Boolean) required(column);
    }

    public UUID uuid(int column) {
      return (UUID) required(column);
    }

    public byte[] bytes(int column) {
      return (byte[]) required(column);
    }

    public byte @Nullable [] bytesOrNull(int column) {
      return (byte[]) values[column];
    }

    public Instant instant(int column) {
      return instantOf(required(column));
    }

    public @Nullable Instant instantOrNull(int column) {
      @Nullable Object value = values[column];
      return value == null ? null : instantOf(value);
    }

    private Object required(int column) {
      return Objects.requireNonNull(values[column], "column " + column + " is null");
    }

    private static Instant instantOf(Object value) {
      return ((Timestamp) value).toInstant();
    }
  }
}
