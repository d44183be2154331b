package org.meterhaus.db.groups;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import org.hibernate.StatelessSession;
import org.meterhaus.db.Sql;
import org.meterhaus.db.groups.GroupRun.CustomerGroup;
import org.meterhaus.db.groups.GroupRun.Member;

/** Runs, groups and members. One instance lives as long as its transaction. */
public final class CustomerGroups {
  /** "groups" in ASCII; whoever has it is the only one that makes groups. */
  private static final long LOCK = 0x6772_6F75_7073L;

  private final StatelessSession session;

  public CustomerGroups(StatelessSession session) {
    this.session = session;
  }

  /** Takes the right to write a run until the end of the transaction. */
  public void lock() {
    Sql.of(session, "select 1 from (select pg_advisory_xact_lock(:lock)) locked")
        .with("lock", LOCK)
        .first(row -> row.integer(0));
  }

  /**
   * A usage point that may be grouped.
   *
   * @param intervalS of its channel
   */
  public record Candidate(String usagePoint, long channelId, int intervalS) {}

  /**
   * Usage points of an organisation where somebody lives, one a customer: so five of them are five
   * customers.
   */
  public List<Candidate> candidates(String organisation, Instant now) {
    return Sql.of(
            session,
            """
            select distinct on (o.customer_id) p.id, c.id, c.interval_s
            from occupancy o
            join usage_point p on p.id = o.usage_point_id
            join channel c on c.id = p.channel_id
            join unit u on u.id = p.unit_id
            join section s on s.id = u.section_id
            join building b on b.id = s.building_id
            where b.organisation = :organisation and o.valid_from <= :now
              and (o.valid_until is null or o.valid_until > :now)
            order by o.customer_id, p.id
            """)
        .with("organisation", organisation)
        .with("now", now)
        .list(row -> new Candidate(row.text(0), row.bigint(1), row.integer(2)))
        .stream()
        .distinct() // where two customers share a home it counts once
        .toList();
  }

  /** Organisations with a building, by name. */
  public List<String> organisations() {
    return Sql.of(session, "select distinct organisation from building order by 1")
        .list(row -> row.text(0));
  }

  /** Arrivals that the processor has not worked through. */
  public long backlog() {
    return Sql.of(
            session,
            """
            select coalesce(sum(a.next_offset - p."offset"), 0)::bigint
            from arrival_partition a join processor_offset p on p.partition = a.partition
            """)
        .first(row -> row.bigint(0))
        .orElseThrow();
  }

  /** How many of these a run left out although days of theirs were derived after it was made. */
  public long newcomers(GroupRun run, Collection<Candidate> candidates) {
    return session.doReturningWork(connection -> {
      try (var select =
          connection.prepareStatement(
              """
              select count(*) from unnest(?::text[], ?::bigint[]) n (point, channel)
              where not exists (select from customer_group_member m
                                where m.run_id = ? and m.usage_point_id = n.point)
                and exists (select from day_block d
                            where d.channel_id = n.channel
                              and d.day >= ? and d.day < ? and d.derived_at > ?)
              """)) {
        select.setArray(
            1,
            connection.createArrayOf(
                "text", candidates.stream().map(Candidate::usagePoint).toArray(String[]::new)));
        select.setArray(
            2,
            connection.createArrayOf(
                "int8", candidates.stream().map(Candidate::channelId).toArray(Long[]::new)));
        select.setObject(3, run.id());
        select.setObject(4, run.spanFrom());
        select.setObject(5, run.spanUntil());
        select.setObject(6, utc(run.madeAt()));
        try (var row = select.executeQuery()) {
          row.next();
          return row.getLong(1);
        }
      }
    });
  }

  /** The newest run of an organisation with its groups. */
  public Optional<GroupRun> newest(String organisation) {
    return session.doReturningWork(connection -> newest(connection, organisation));
  }

  private static Optional<GroupRun> newest(Connection connection, String organisation)
      throws SQLException {
    try (var select =
        connection.prepareStatement(
            """
            select id, span_from, span_until, made_at, households, needed,
                   array(select key::int from jsonb_each(silhouettes) order by key::int),
                   array(select value::float8 from jsonb_each(silhouettes) order by key::int)
            from customer_group_run where organisation = ? order by span_until desc limit 1
            """)) {
      select.setString(1, organisation);
      try (var row = select.executeQuery()) {
        if (!row.next()) {
          return Optional.empty();
        }
        UUID id = row.getObject(1, UUID.class);
        Integer[] tried = (Integer[]) row.getArray(7).getArray();
        Double[] values = (Double[]) row.getArray(8).getArray();
        var silhouettes = new TreeMap<Integer, Double>();
        for (int i = 0; i < tried.length; i++) {
          silhouettes.put(tried[i], values[i]);
        }
        return Optional.of(
            new GroupRun(
                id,
                organisation,
                row.getObject(2, LocalDate.class),
                row.getObject(3, LocalDate.class),
                row.getTimestamp(4).toInstant(),
                row.getInt(5),
                row.getInt(6),
                silhouettes,
                groups(connection, id)));
      }
    }
  }

  private static List<CustomerGroup> groups(Connection connection, UUID run) throws SQLException {
    try (var select =
        connection.prepareStatement(
            """
            select number, words, shape, peak_hour, members, lower_wh, median_wh, upper_wh
            from customer_group where run_id = ? order by number
            """)) {
      select.setObject(1, run);
      try (var row = select.executeQuery()) {
        var groups = new ArrayList<CustomerGroup>();
        while (row.next()) {
          groups.add(
              new CustomerGroup(
                  row.getInt(1),
                  row.getString(2),
                  Arrays.asList((Double[]) row.getArray(3).getArray()),
                  row.getInt(4),
                  row.getInt(5),
                  row.getLong(6),
                  row.getLong(7),
                  row.getLong(8)));
        }
        return groups;
      }
    }
  }

  /** Where a usage point came in a run; empty if it could not be grouped. */
  public Optional<Member> member(UUID run, String usagePoint) {
    return Sql.of(
            session,
            """
            select number, daily_mean_wh, peak_hour, days from customer_group_member
            where run_id = :run and usage_point_id = :point
            """)
        .with("run", run)
        .with("point", usagePoint)
        .first(row ->
            new Member(usagePoint, row.integer(0), row.bigint(1), row.integer(2), row.integer(3)));
  }

  /** Writes a run in place of the one of the same organisation and span, if there is one. */
  public void put(GroupRun run, Collection<Member> members) {
    session.doWork(connection -> {
      try (var delete =
          connection.prepareStatement(
              "delete from customer_group_run where organisation = ? and span_until = ?")) {
        delete.setString(1, run.organisation());
        delete.setObject(2, run.spanUntil());
        delete.executeUpdate();
      }
      insertRun(connection, run);
      insertGroups(connection, run);
      insertMembers(connection, run.id(), members);
    });
  }

  /** Removes the runs of an organisation but the newest ones. */
  public void forget(String organisation, int keep) {
    Sql.of(
            session,
            """
            delete from customer_group_run where id in (
              select id from customer_group_run where organisation = :organisation
              order by span_until desc offset :keep)
            """)
        .with("organisation", organisation)
        .with("keep", keep)
        .execute();
  }

  private static void insertRun(Connection connection, GroupRun run) throws SQLException {
    try (var insert =
        connection.prepareStatement(
            """
            insert into customer_group_run
              (id, organisation, span_from, span_until, made_at, households, needed, silhouettes)
            values (?, ?, ?, ?, ?, ?, ?,
              (select coalesce(jsonb_object_agg(k::text, v), '{}')
               from unnest(?::int[], ?::float8[]) s (k, v)))
            """)) {
      insert.setObject(1, run.id());
      insert.setString(2, run.organisation());
      insert.setObject(3, run.spanFrom());
      insert.setObject(4, run.spanUntil());
      insert.setObject(5, utc(run.madeAt()));
      insert.setInt(6, run.households());
      insert.setInt(7, run.needed());
      insert.setArray(
          8, connection.createArrayOf("int4", run.silhouettes().keySet().toArray(Integer[]::new)));
      insert.setArray(
          9, connection.createArrayOf("float8", run.silhouettes().values().toArray(Double[]::new)));
      insert.executeUpdate();
    }
  }

  private static void insertGroups(Connection connection, GroupRun run) throws SQLException {
    try (var insert =
        connection.prepareStatement(
            """
            insert into customer_group
              (run_id, number, words, shape, peak_hour, members, lower_wh, median_wh, upper_wh)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)) {
      for (CustomerGroup group : run.groups()) {
        insert.setObject(1, run.id());
        insert.setInt(2, group.number());
        insert.setString(3, group.words());
        insert.setArray(
            4, connection.createArrayOf("float8", group.shape().toArray(Double[]::new)));
        insert.setInt(5, group.peakHour());
        insert.setInt(6, group.members());
        insert.setLong(7, group.lowerWh());
        insert.setLong(8, group.medianWh());
        insert.setLong(9, group.upperWh());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private static void insertMembers(Connection connection, UUID run, Collection<Member> members)
      throws SQLException {
    try (var insert =
        connection.prepareStatement(
            """
            insert into customer_group_member
              (run_id, usage_point_id, number, daily_mean_wh, peak_hour, days)
            values (?, ?, ?, ?, ?, ?)
            """)) {
      for (Member member : members) {
        insert.setObject(1, run);
        insert.setString(2, member.usagePoint());
        insert.setInt(3, member.number());
        insert.setLong(4, member.dailyMeanWh());
        insert.setInt(5, member.peakHour());
        insert.setInt(6, member.days());
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }

  private static java.time.OffsetDateTime utc(Instant at) {
    return at.atOffset(java.time.ZoneOffset.UTC);
  }
}
