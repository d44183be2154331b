package org.meterhaus.db.alarms;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;

/** The alarms of all customers. */
public final class Alarms {
  private static final String COLUMNS =
      "id, customer_id, rule_id, device_id, interval_start, interval_end, observed_w, limit_w,"
          + " raised_at, acknowledged_at";

  private final StatelessSession session;

  public Alarms(StatelessSession session) {
    this.session = session;
  }

  /**
   * Raises an alarm unless the same rule was already raised for the same interval.
   *
   * @return whether it is new
   */
  public boolean raise(Alarm alarm) {
    return session.doReturningWork(connection -> {
      try (var insert =
          connection.prepareStatement(
              "insert into alarm ("
                  + COLUMNS
                  + """
                  ) values (?, ?, ?, ?, ?, ?, ?, ?, ?, null)
                  on conflict (customer_id, rule_id, interval_start) do nothing
                  """)) {
        insert.setObject(1, alarm.id());
        insert.setString(2, alarm.customerId());
        insert.setString(3, alarm.ruleId());
        insert.setString(4, alarm.deviceId());
        insert.setObject(5, alarm.intervalStart().atOffset(ZoneOffset.UTC));
        insert.setObject(6, alarm.intervalEnd().atOffset(ZoneOffset.UTC));
        insert.setInt(7, alarm.observedW());
        insert.setInt(8, alarm.limitW());
        insert.setObject(9, alarm.raisedAt().atOffset(ZoneOffset.UTC));
        return insert.executeUpdate() == 1;
      }
    });
  }

  /**
   * Alarms of a customer, newest first.
   *
   * @param before only alarms raised earlier than this one (a page's last); empty: from the newest
   * @param limit most alarms, 1 or more
   */
  public List<Alarm> of(String customerId, Optional<Alarm> before, int limit) {
    return session.doReturningWork(connection -> {
      try (var select =
          connection.prepareStatement(
              "select "
                  + COLUMNS
                  + """
                   from alarm where customer_id = ?
                  and (?::timestamptz is null or (raised_at, id) < (?::timestamptz, ?::uuid))
                  order by raised_at desc, id desc limit ?
                  """)) {
        @Nullable Object at =
            before.map(alarm -> alarm.raisedAt().atOffset(ZoneOffset.UTC)).orElse(null);
        select.setString(1, customerId);
        select.setObject(2, at);
        select.setObject(3, at);
        select.setObject(4, before.map(Alarm::id).orElse(null));
        select.setInt(5, limit);
        return alarms(select);
      }
    });
  }

  /** An alarm of that customer; empty also when it is another's. */
  public Optional<Alarm> find(String customerId, UUID id) {
    return session.doReturningWork(connection -> {
      try (var select =
          connection.prepareStatement(
              "select " + COLUMNS + " from alarm where customer_id = ? and id = ?")) {
        select.setString(1, customerId);
        select.setObject(2, id);
        return alarms(select).stream().findFirst();
      }
    });
  }

  /**
   * Notes that the customer has seen it; the first time counts.
   *
   * @return false when the customer has no such alarm
   */
  public boolean acknowledge(String customerId, UUID id, Instant now) {
    return session
            .createNativeMutationQuery(
                """
                update alarm set acknowledged_at = coalesce(acknowledged_at, :now)
                where customer_id = :customer and id = :id
                """)
            .setParameter("now", now)
            .setParameter("customer", customerId)
            .setParameter("id", id)
            .executeUpdate()
        == 1;
  }

  private static List<Alarm> alarms(PreparedStatement select) throws SQLException {
    try (ResultSet row = select.executeQuery()) {
      var found = new ArrayList<Alarm>();
      while (row.next()) {
        found.add(
            new Alarm(
                row.getObject("id", UUID.class),
                row.getString("customer_id"),
                row.getString("rule_id"),
                row.getString("device_id"),
                row.getTimestamp("interval_start").toInstant(),
                row.getTimestamp("interval_end").toInstant(),
                row.getInt("observed_w"),
                row.getInt("limit_w"),
                row.getTimestamp("raised_at").toInstant(),
                Optional.ofNullable(row.getTimestamp("acknowledged_at"))
                    .map(Timestamp::toInstant)));
      }
      return List.copyOf(found);
    }
  }
}
