package org.meterhaus.db.outages;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.hibernate.StatelessSession;
import org.meterhaus.db.Sql;
import org.meterhaus.db.arrivals.Reading;

/** Outages and what they were made of. One instance lives as long as its transaction. */
public final class Outages {
  /** "outage" in ASCII; whoever has it is the only one that assesses. */
  private static final long LOCK = 0x6F75_7461_6765L;

  private static final String COLUMNS =
      """
      o.id, o.building_id, o.section_id, o.state, o.cause, o.began_at, o.suspected_at,
      o.confirmed_at, o.recovering_since, o.restored_at, o.off_from, o.off_until, o.reopened
      """;

  private final StatelessSession session;

  public Outages(StatelessSession session) {
    this.session = session;
  }

  /** Takes the right to assess until the end of the transaction; false if another has it. */
  public boolean lock() {
    return Sql.of(session, "select pg_try_advisory_xact_lock(:lock)")
        .with("lock", LOCK)
        .first(row -> row.bool(0))
        .orElseThrow();
  }

  /** Every meter with a channel, by id. */
  public Map<String, MeterPlace> places() {
    var places = new TreeMap<String, MeterPlace>();
    Sql.of(
            session,
            """
            select m.id, s.building_id, s.id, m.sink_id, max(c.interval_s)
            from meter m
            join unit u on u.id = m.unit_id
            join section s on s.id = u.section_id
            join channel c on c.meter_id = m.id
            group by m.id, s.building_id, s.id, m.sink_id
            """)
        .list(row ->
            new MeterPlace(
                row.text(0),
                row.text(1),
                row.text(2),
                row.text(3),
                Duration.ofSeconds(row.integer(4))))
        .forEach(place -> places.put(place.meter(), place));
    return places;
  }

  /** The latest word of each meter that was ever heard. */
  public Map<String, MeterContact> contacts() {
    return session.doReturningWork(connection -> {
      try (var select =
              connection.prepareStatement(
                  "select meter_id, heard_at, data_until, status, register_wh from meter_contact");
          var row = select.executeQuery()) {
        var contacts = new TreeMap<String, MeterContact>();
        while (row.next()) {
          contacts.put(
              row.getString(1),
              new MeterContact(
                  Rows.instant(row, "heard_at"),
                  Rows.instant(row, "data_until"),
                  row.getInt("status"),
                  Rows.number(row, "register_wh")));
        }
        return contacts;
      }
    });
  }

  /** Open ones, and those restored at or after an instant, by when they were suspected. */
  public List<Outage> current(Instant restoredSince) {
    return session.doReturningWork(connection -> {
      try (var select =
          connection.prepareStatement(
              "select "
                  + COLUMNS
                  + """
                  from outage o where o.restored_at is null or o.restored_at >= ?
                  order by o.suspected_at, o.id
                  """)) {
        Rows.set(select, 1, restoredSince);
        return read(connection, select);
      }
    });
  }

  public Optional<Outage> find(UUID id) {
    return session.doReturningWork(connection -> {
      try (var select =
          connection.prepareStatement("select " + COLUMNS + " from outage o where o.id = ?")) {
        select.setObject(1, id);
        return read(connection, select).stream().findFirst();
      }
    });
  }

  /**
   * Outages of an organisation's buildings, the latest first.
   *
   * @param state empty for any
   * @param from that were not over before this
   * @param until that began before this
   */
  public List<Outage> find(
      String organisation, Optional<OutageState> state, Instant from, Instant until, int limit) {
    return session.doReturningWork(connection -> {
      try (var select =
          connection.prepareStatement(
              "select "
                  + COLUMNS
                  + """
                  from outage o join building b on b.id = o.building_id
                  where b.organisation = ? and (? or o.state = ?)
                    and o.began_at < ? and (o.restored_at is null or o.restored_at >= ?)
                  order by o.suspected_at desc, o.id limit ?
                  """)) {
        select.setString(1, organisation);
        select.setBoolean(2, state.isEmpty());
        select.setString(3, state.map(OutageState::wire).orElse(""));
        Rows.set(select, 4, until);
        Rows.set(select, 5, from);
        select.setInt(6, limit);
        return read(connection, select);
      }
    });
  }

  /** What was kept of the profiles, by outage and meter, in order of time. */
  public Map<UUID, Map<String, List<Reading>>> returned(Collection<UUID> outages) {
    return session.doReturningWork(connection -> {
      try (var select =
          connection.prepareStatement(
              """
              select outage_id, meter_id, end_at, status, energy_wh, register_wh
              from outage_reading where outage_id = any (?) order by outage_id, meter_id, end_at
              """)) {
        select.setArray(1, connection.createArrayOf("uuid", outages.toArray(UUID[]::new)));
        var found = new HashMap<UUID, Map<String, List<Reading>>>();
        try (var row = select.executeQuery()) {
          while (row.next()) {
            found
                .computeIfAbsent(row.getObject(1, UUID.class), _ -> new TreeMap<>())
                .computeIfAbsent(row.getString(2), _ -> new ArrayList<>())
                .add(
                    new Reading(
                        Rows.instant(row, "end_at"),
                        row.getInt("status"),
                        Rows.small(row, "energy_wh"),
                        Rows.number(row, "register_wh")));
          }
        }
        return found;
      }
    });
  }

  /** Writes outages as they are now, new or not. */
  public void save(Collection<Outage> outages) {
    session.doWork(connection -> {
      saveOutages(connection, outages);
      saveMembers(connection, outages);
    });
  }

  /** Replaces the list of meters that are silent on their own. */
  public void markFaulty(SortedMap<String, Instant> since) {
    session.doWork(connection -> {
      try (var update =
          connection.prepareStatement(
              """
              update meter_contact c set faulty_since = f.since
              from (select m.meter_id, n.since from meter_contact m
                    left join unnest(?::text[], ?::timestamptz[]) n (meter_id, since)
                      on n.meter_id = m.meter_id
                    where m.faulty_since is distinct from n.since) f
              where c.meter_id = f.meter_id
              """)) {
        update.setArray(1, connection.createArrayOf("text", since.keySet().toArray(String[]::new)));
        update.setArray(
            2,
            connection.createArrayOf(
                "text", since.values().stream().map(Instant::toString).toArray(String[]::new)));
        update.executeUpdate();
      }
    });
  }

  /**
   * A meter that is silent on its own.
   *
   * @param flat id of the unit
   * @param gaspAt when it said that its power was going: then it is that of the flat alone
   */
  public record FaultyMeter(
      String meter,
      String building,
      String section,
      String flat,
      Instant silentSince,
      Optional<Instant> gaspAt) {}

  /** Silent meters of an organisation that belong to no outage, the longest silent first. */
  public List<FaultyMeter> faulty(String organisation, int limit) {
    return Sql.of(
            session,
            """
            select m.id, b.id, s.id, u.id, c.faulty_since, r.gasp_at
            from meter_contact c
            left join meter_reach r on r.meter_id = c.meter_id and r.gasp_over_at is null
            join meter m on m.id = c.meter_id
            join unit u on u.id = m.unit_id
            join section s on s.id = u.section_id
            join building b on b.id = s.building_id
            where c.faulty_since is not null and b.organisation = :organisation
            order by c.faulty_since, m.id limit :limit
            """)
        .with("organisation", organisation)
        .with("limit", limit)
        .list(row ->
            new FaultyMeter(
                row.text(0),
                row.text(1),
                row.text(2),
                row.text(3),
                row.instant(4),
                Optional.ofNullable(row.instantOrNull(5))));
  }

  /** Who lives at the meters of an outage, and in which zone. */
  public record Concerned(String customer, String buildingName, String zone) {}

  /** Customers who live now in the flats of an outage's meters, each once. */
  public List<Concerned> concerned(UUID outage, Instant now) {
    return Sql.of(
            session,
            """
            select distinct oc.customer_id, b.name, b.zone
            from outage_meter om
            join meter m on m.id = om.meter_id
            join usage_point p on p.unit_id = m.unit_id
            join occupancy oc on oc.usage_point_id = p.id
            join unit u on u.id = m.unit_id
            join section s on s.id = u.section_id
            join building b on b.id = s.building_id
            where om.outage_id = :outage and oc.valid_from <= :now
              and (oc.valid_until is null or oc.valid_until > :now)
            order by oc.customer_id
            """)
        .with("outage", outage)
        .with("now", now)
        .list(row -> new Concerned(row.text(0), row.text(1), row.text(2)));
  }

  /** Section and flat of a meter. */
  public record Place(String section, String flat, String label, String sink) {}

  /** Where the meters of an outage sit. */
  public Map<String, Place> placesOf(UUID outage) {
    var places = new TreeMap<String, Place>();
    Sql.of(
            session,
            """
            select m.id, u.section_id, u.id, u.label, m.sink_id
            from outage_meter om
            join meter m on m.id = om.meter_id
            join unit u on u.id = m.unit_id
            where om.outage_id = :outage
            """)
        .with("outage", outage)
        .list(row ->
            Map.entry(row.text(0), new Place(row.text(1), row.text(2), row.text(3), row.text(4))))
        .forEach(entry -> places.put(entry.getKey(), entry.getValue()));
    return places;
  }

  private static List<Outage> read(Connection connection, PreparedStatement select)
      throws SQLException {
    var heads = new LinkedHashMap<UUID, Head>();
    try (var row = select.executeQuery()) {
      while (row.next()) {
        Head head = Head.of(row);
        heads.put(head.id(), head);
      }
    }
    var members = new HashMap<UUID, TreeMap<String, OutageMember>>();
    try (var selectMembers =
        connection.prepareStatement(
            """
            select outage_id, meter_id, silent_since, data_until, register_wh, last_gasp,
                   gasp_at, returned_at, supply, energy_wh, off_from, off_until
            from outage_meter where outage_id = any (?)
            """)) {
      selectMembers.setArray(
          1, connection.createArrayOf("uuid", heads.keySet().toArray(UUID[]::new)));
      try (var row = selectMembers.executeQuery()) {
        while (row.next()) {
          members
              .computeIfAbsent(row.getObject(1, UUID.class), _ -> new TreeMap<>())
              .put(row.getString(2), member(row));
        }
      }
    }
    return heads.values().stream()
        .map(head -> head.with(members.getOrDefault(head.id(), new TreeMap<>())))
        .toList();
  }

  private static OutageMember member(ResultSet row) throws SQLException {
    Supply supply =
        switch (row.getString("supply")) {
          case "on" -> new Supply.On(row.getLong("energy_wh"));
          case "off" ->
              new Supply.Off(Rows.instant(row, "off_from"), Rows.instant(row, "off_until"));
          default -> new Supply.Unknown();
        };
    return new OutageMember(
        row.getString("meter_id"),
        Rows.instant(row, "silent_since"),
        Rows.instant(row, "data_until"),
        Rows.number(row, "register_wh"),
        row.getBoolean("last_gasp"),
        Rows.optional(row, "gasp_at"),
        Rows.optional(row, "returned_at"),
        supply);
  }

  /** An outage without its meters. */
  private record Head(
      UUID id,
      Scope scope,
      OutageState state,
      OutageCause cause,
      Instant began,
      Instant suspectedAt,
      Optional<Instant> confirmedAt,
      Optional<Instant> recoveringSince,
      Optional<Instant> restoredAt,
      Optional<Supply.Off> powerOff,
      int reopened) {

    static Head of(ResultSet row) throws SQLException {
      Optional<Instant> until = Rows.optional(row, "off_until");
      return new Head(
          row.getObject("id", UUID.class),
          new Scope(row.getString("building_id"), Optional.ofNullable(row.getString("section_id"))),
          OutageState.of(row.getString("state")),
          OutageCause.of(row.getString("cause")),
          Rows.instant(row, "began_at"),
          Rows.instant(row, "suspected_at"),
          Rows.optional(row, "confirmed_at"),
          Rows.optional(row, "recovering_since"),
          Rows.optional(row, "restored_at"),
          Rows.optional(row, "off_from")
              .flatMap(from -> until.map(end -> new Supply.Off(from, end))),
          row.getInt("reopened"));
    }

    Outage with(TreeMap<String, OutageMember> members) {
      return new Outage(
          id,
          scope,
          state,
          cause,
          began,
          suspectedAt,
          confirmedAt,
          recoveringSince,
          restoredAt,
          powerOff,
          reopened,
          members);
    }
  }

  private static void saveOutages(Connection connection, Collection<Outage> outages)
      throws SQLException {
    try (var insert =
        connection.prepareStatement(
            """
            insert into outage (id, building_id, section_id, state, cause, began_at, suspected_at,
              confirmed_at, recovering_since, restored_at, off_from, off_until, reopened)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (id) do update set
              section_id = excluded.section_id, state = excluded.state, cause = excluded.cause,
              began_at = excluded.began_at, confirmed_at = excluded.confirmed_at,
              recovering_since = excluded.recovering_since, restored_at = excluded.restored_at,
              off_from = excluded.off_from, off_until = excluded.off_until,
              reopened = excluded.reopened
            """)) {
      for (Outage outage : outages) {
        insert.setObject(1, outage.id());
        insert.setString(2, outage.scope().building());
        insert.setString(3, outage.scope().section().orElse(null));
        insert.setString(4, outage.state().wire());
        insert.setString(5, outage.cause().wire());
        Rows.set(insert, 6, outage.began());
        Rows.set(insert, 7, outage.suspectedAt());
        Rows.set(insert, 8, outage.confirmedAt());
        Rows.set(insert, 9, outage.recoveringSince());
        Rows.set(insert, 10, outage.restoredAt());
        Rows.set(insert, 11, outage.powerOff().map(Supply.Off::from));
        Rows.set(insert, 12, outage.powerOff().map(Supply.Off::until));
        insert.setInt(13, outage.reopened());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private static void saveMembers(Connection connection, Collection<Outage> outages)
      throws SQLException {
    try (var insert =
        connection.prepareStatement(
            """
            insert into outage_meter (outage_id, meter_id, silent_since, data_until, register_wh,
              last_gasp, returned_at, supply, energy_wh, off_from, off_until, gasp_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (outage_id, meter_id) do update set
              last_gasp = excluded.last_gasp, gasp_at = excluded.gasp_at,
              returned_at = excluded.returned_at, supply = excluded.supply,
              energy_wh = excluded.energy_wh, off_from = excluded.off_from,
              off_until = excluded.off_until
            """)) {
      for (Outage outage : outages) {
        for (OutageMember member : outage.members().values()) {
          insert.setObject(1, outage.id());
          insert.setString(2, member.meter());
          Rows.set(insert, 3, member.silentSince());
          Rows.set(insert, 4, member.dataUntil());
          Rows.set(insert, 5, member.registerWh());
          insert.setBoolean(6, member.lastGasp());
          Rows.set(insert, 7, member.returnedAt());
          bindSupply(insert, member.supply());
          Rows.set(insert, 12, member.gaspAt());
          insert.addBatch();
        }
      }
      insert.executeBatch();
    }
  }

  private static void bindSupply(PreparedStatement insert, Supply supply) throws SQLException {
    insert.setNull(9, Types.BIGINT);
    insert.setNull(10, Types.TIMESTAMP_WITH_TIMEZONE);
    insert.setNull(11, Types.TIMESTAMP_WITH_TIMEZONE);
    switch (supply) {
      case Supply.Unknown _ -> insert.setString(8, "unknown");
      case Supply.On(long energyWh) -> {
        insert.setString(8, "on");
        insert.setLong(9, energyWh);
      }
      case Supply.Off(Instant from, Instant until) -> {
        insert.setString(8, "off");
        Rows.set(insert, 10, from);
        Rows.set(insert, 11, until);
      }
    }
  }
}
