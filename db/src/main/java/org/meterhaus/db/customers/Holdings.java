package org.meterhaus.db.customers;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;
import org.meterhaus.db.Sql;
import org.meterhaus.db.Sql.Row;
import org.meterhaus.db.house.Building;
import org.meterhaus.db.house.Channel;
import org.meterhaus.db.house.Device;
import org.meterhaus.db.house.Dwelling;
import org.meterhaus.db.house.Section;

/**
 * What one customer holds, and nothing else: the customer is part of every query, so what is not
 * the customer's is not found. One instance lives as long as its transaction.
 */
public final class Holdings {

  private static final int MAX_ROWS = 1_000;

  private final StatelessSession session;
  private final String customerId;
  private final Instant now;

  /**
   * @param now at which present holdings are judged
   */
  public Holdings(StatelessSession session, String customerId, Instant now) {
    this.session = session;
    this.customerId = customerId;
    this.now = now;
  }

  /** Those that the customer has or had, by id, at most 1,000 stays. */
  public List<HeldUsagePoint> usagePoints() {
    return usagePoints(null);
  }

  /** One that the customer has or had; empty also when it is somebody else's. */
  public Optional<HeldUsagePoint> usagePoint(String id) {
    return usagePoints(id).stream().findFirst();
  }

  private List<HeldUsagePoint> usagePoints(@Nullable String id) {
    var found = new LinkedHashMap<String, HeldUsagePoint>();
    Sql.of(
            session,
            """
            select p.id, u.id, u.label, u.area_m2, u.persons, s.id, s.name, b.id, b.name, b.zone, b.organisation,
                   c.id, c.meter_id, c.obis, c.interval_s, c.kind, c.partition, c.max_wh, o.valid_from, o.valid_until
            from occupancy o
            join usage_point p on p.id = o.usage_point_id
            join unit u on u.id = p.unit_id
            join section s on s.id = u.section_id
            join building b on b.id = s.building_id
            join channel c on c.id = p.channel_id
            where o.customer_id = :customer and o.valid_from <= :now and p.id = coalesce(:id, p.id)
            order by p.id, o.valid_from
            limit :limit
            """)
        .with("customer", customerId)
        .with("now", now)
        .withNullable("id", id)
        .with("limit", MAX_ROWS)
        .list(Holdings::usagePoint)
        .forEach(point -> found.merge(point.id(), point, Holdings::joined));
    return List.copyOf(found.values());
  }

  /** Appliances of the usage points that the customer has now, by id, at most 1,000. */
  public List<HeldDevice> devices() {
    return devices(null);
  }

  /**
   * An appliance of a usage point that the customer has now; empty also when it is somebody else's.
   */
  public Optional<HeldDevice> device(String id) {
    return devices(id).stream().findFirst();
  }

  private List<HeldDevice> devices(@Nullable String id) {
    return Sql.of(
            session,
            """
            select d.id, d.usage_point_id, d.name, d.kind, d.channel_id, d.relay_obis,
                   c.meter_id, c.obis, c.interval_s, c.kind, c.partition, c.max_wh, d.reported_state, d.reported_at
            from device d
            join channel c on c.id = d.channel_id
            where d.id = coalesce(:id, d.id)
              and exists (select from occupancy o
                          where o.usage_point_id = d.usage_point_id and o.customer_id = :customer
                            and o.valid_from <= :now and (o.valid_until is null or o.valid_until > :now))
            order by d.id
            limit :limit
            """)
        .with("customer", customerId)
        .with("now", now)
        .withNullable("id", id)
        .with("limit", MAX_ROWS)
        .list(Holdings::device);
  }

  /**
   * Waits until no other transaction that locked this appliance is under way, and keeps others
   * waiting until the end of this one: commands of one appliance are accepted one after another.
   */
  public void lockDevice(String id) {
    Sql.of(
            session,
            """
            select d.id from device d
            where d.id = :id
              and exists (select from occupancy o
                          where o.usage_point_id = d.usage_point_id and o.customer_id = :customer)
            for update of d
            """)
        .with("id", id)
        .with("customer", customerId)
        .first(row -> row.text(0));
  }

  private static HeldUsagePoint usagePoint(Row row) {
    return new HeldUsagePoint(
        row.text(0),
        new Dwelling(
            row.text(1), row.text(5), row.text(2), row.integerOrNull(3), row.integerOrNull(4)),
        new Section(row.text(5), row.text(7), row.text(6)),
        new Building(row.text(7), row.text(8), ZoneId.of(row.text(9)), row.text(10)),
        new Channel(
            row.bigint(11),
            row.text(12),
            row.text(13),
            Duration.ofSeconds(row.integer(14)),
            Channel.Kind.of(row.text(15)),
            row.integer(16),
            row.integerOrNull(17)),
        List.of(new Stay(row.instant(18), row.instantOrNull(19))));
  }

  private static HeldUsagePoint joined(HeldUsagePoint a, HeldUsagePoint b) {
    var stays = new ArrayList<>(a.stays());
    stays.addAll(b.stays());
    return new HeldUsagePoint(
        a.id(), a.dwelling(), a.section(), a.building(), a.channel(), List.copyOf(stays));
  }

  private static HeldDevice device(Row row) {
    return new HeldDevice(
        new Device(
            row.text(0), row.text(1), row.text(2), row.text(3), row.bigint(4), row.textOrNull(5)),
        new Channel(
            row.bigint(4),
            row.text(6),
            row.text(7),
            Duration.ofSeconds(row.integer(8)),
            Channel.Kind.of(row.text(9)),
            row.integer(10),
            row.integerOrNull(11)),
        row.text(12),
        row.instantOrNull(13));
  }
}
