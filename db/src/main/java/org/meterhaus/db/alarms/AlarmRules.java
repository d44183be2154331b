package org.meterhaus.db.alarms;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.StatelessSession;

/** The limits of all customers. */
public final class AlarmRules {
  private static final String COLUMNS =
      "r.id, r.customer_id, r.device_id, r.limit_w, r.enabled, r.version, r.updated_at";

  private final StatelessSession session;

  public AlarmRules(StatelessSession session) {
    this.session = session;
  }

  public Optional<AlarmRule> find(String customerId, String id) {
    return session.doReturningWork(connection -> {
      try (var select =
          connection.prepareStatement(
              "select " + COLUMNS + " from alarm_rule r where r.customer_id = ? and r.id = ?")) {
        select.setString(1, customerId);
        select.setString(2, id);
        return rules(select).stream().findFirst();
      }
    });
  }

  /** Every rule of a customer, ordered by id. */
  public List<AlarmRule> of(String customerId) {
    return session.doReturningWork(connection -> {
      try (var select =
          connection.prepareStatement(
              "select " + COLUMNS + " from alarm_rule r where r.customer_id = ? order by r.id")) {
        select.setString(1, customerId);
        return rules(select);
      }
    });
  }

  /**
   * Creates or replaces a rule. The same content again changes nothing, not even its version.
   *
   * @return as stored
   */
  public AlarmRule put(
      String customerId, String id, String deviceId, int limitW, boolean enabled, Instant now) {
    return session.doReturningWork(connection -> {
      try (var upsert =
          connection.prepareStatement(
              """
              insert into alarm_rule as r
                (customer_id, id, device_id, limit_w, enabled, version, updated_at)
              values (?, ?, ?, ?, ?, 1, ?)
              on conflict (customer_id, id) do update set
                device_id = excluded.device_id, limit_w = excluded.limit_w,
                enabled = excluded.enabled,
                version = r.version + (case when (r.device_id, r.limit_w, r.enabled)
                  is distinct from (excluded.device_id, excluded.limit_w, excluded.enabled)
                  then 1 else 0 end),
                updated_at = case when (r.device_id, r.limit_w, r.enabled)
                  is distinct from (excluded.device_id, excluded.limit_w, excluded.enabled)
                  then excluded.updated_at else r.updated_at end
              returning r.id, r.customer_id, r.device_id, r.limit_w, r.enabled, r.version,
                r.updated_at
              """)) {
        upsert.setString(1, customerId);
        upsert.setString(2, id);
        upsert.setString(3, deviceId);
        upsert.setInt(4, limitW);
        upsert.setBoolean(5, enabled);
        upsert.setObject(6, now.atOffset(ZoneOffset.UTC));
        return rules(upsert).getFirst();
      }
    });
  }

  /**
   * The enabled rules on the devices that some channels measure, by channel; one for each time that
   * the rule's customer has lived with the device.
   */
  public Map<Long, List<WatchedDevice>> watching(Collection<Long> channelIds) {
    return session.doReturningWork(connection -> {
      try (var select =
          connection.prepareStatement(
              "select "
                  + COLUMNS
                  + """
                  , d.channel_id, d.name, o.valid_from, o.valid_until
                  from alarm_rule r
                  join device d on d.id = r.device_id
                  join occupancy o
                    on o.usage_point_id = d.usage_point_id and o.customer_id = r.customer_id
                  where r.enabled and d.channel_id = any (?)
                  order by r.customer_id, r.id, o.valid_from
                  """)) {
        select.setArray(1, connection.createArrayOf("int8", channelIds.toArray(Long[]::new)));
        var watching = new HashMap<Long, List<WatchedDevice>>();
        try (var row = select.executeQuery()) {
          while (row.next()) {
            watching
                .computeIfAbsent(row.getLong("channel_id"), _ -> new ArrayList<>())
                .add(
                    new WatchedDevice(
                        rule(row),
                        row.getString("name"),
                        row.getTimestamp("valid_from").toInstant(),
                        Optional.ofNullable(row.getTimestamp("valid_until"))
                            .map(java.sql.Timestamp::toInstant)));
          }
        }
        return watching;
      }
    });
  }

  private static List<AlarmRule> rules(PreparedStatement statement) throws SQLException {
    try (var row = statement.executeQuery()) {
      var found = new ArrayList<AlarmRule>();
      while (row.next()) {
        found.add(rule(row));
      }
      return List.copyOf(found);
    }
  }

  private static AlarmRule rule(java.sql.ResultSet row) throws SQLException {
    return new AlarmRule(
        row.getString("id"),
        row.getString("customer_id"),
        row.getString("device_id"),
        row.getInt("limit_w"),
        row.getBoolean("enabled"),
        row.getInt("version"),
        row.getTimestamp("updated_at").toInstant());
  }
}
