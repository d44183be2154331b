package org.meterhaus.db.operators;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.hibernate.StatelessSession;
import org.meterhaus.db.Sql;
import org.meterhaus.db.house.Building;

/** Operators and what they may work on. One instance lives as long as its transaction. */
public final class Operators {

  private final StatelessSession session;

  public Operators(StatelessSession session) {
    this.session = session;
  }

  /** Creates or replaces. */
  public void put(Operator operator) {
    Sql.of(
            session,
            """
            insert into operator (id, name, organisation) values (:id, :name, :organisation)
            on conflict (id) do update set name = excluded.name, organisation = excluded.organisation
            """)
        .with("id", operator.id())
        .with("name", operator.name())
        .with("organisation", operator.organisation())
        .execute();
  }

  public Optional<Operator> find(String id) {
    return Sql.of(session, "select id, name, organisation from operator where id = :id")
        .with("id", id)
        .first(row -> new Operator(row.text(0), row.text(1), row.text(2)));
  }

  /** The buildings of an organisation, by id. */
  public List<Building> buildings(String organisation) {
    return Sql.of(
            session,
            "select id, name, zone, organisation from building where organisation = :organisation order by id")
        .with("organisation", organisation)
        .list(row -> new Building(row.text(0), row.text(1), ZoneId.of(row.text(2)), row.text(3)));
  }

  /** A usage point of an organisation, with the channel that measures it. */
  public Optional<RunUsagePoint> usagePoint(String organisation, String id) {
    return Sql.of(
            session,
            """
            select u.id, b.id, b.zone, c.id, c.partition, c.interval_s
            from usage_point u
            join unit f on f.id = u.unit_id
            join section s on s.id = f.section_id
            join building b on b.id = s.building_id
            join channel c on c.id = u.channel_id
            where u.id = :id and b.organisation = :organisation
            """)
        .with("id", id)
        .with("organisation", organisation)
        .first(row ->
            new RunUsagePoint(
                row.text(0),
                row.text(1),
                ZoneId.of(row.text(2)),
                row.bigint(3),
                row.integer(4),
                row.integer(5)));
  }
}
