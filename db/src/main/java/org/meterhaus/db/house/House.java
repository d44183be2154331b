package org.meterhaus.db.house;

import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.hibernate.StatelessSession;
import org.jspecify.annotations.Nullable;
import org.meterhaus.db.Sql;
import org.meterhaus.db.Sql.Row;
import org.meterhaus.db.arrivals.Partitions;

/**
 * The building as provisioned. Every {@code put} creates or replaces, so that provisioning can run
 * at each start. One instance lives as long as its transaction.
 */
public final class House {

  private static final String CHANNEL_COLUMNS =
      "c.id, c.meter_id, c.obis, c.interval_s, c.kind, c.partition, c.max_wh";

  private final StatelessSession session;

  public House(StatelessSession session) {
    this.session = session;
  }

  public void put(Building building) {
    Sql.of(
            session,
            """
            insert into building (id, name, zone, organisation) values (:id, :name, :zone, :organisation)
            on conflict (id) do update
              set name = excluded.name, zone = excluded.zone, organisation = excluded.organisation
            """)
        .with("id", building.id())
        .with("name", building.name())
        .with("zone", building.zone().getId())
        .with("organisation", building.organisation())
        .execute();
  }

  public void put(Section section) {
    Sql.of(
            session,
            """
            insert into section (id, building_id, name) values (:id, :building, :name)
            on conflict (id) do update set building_id = excluded.building_id, name = excluded.name
            """)
        .with("id", section.id())
        .with("building", section.buildingId())
        .with("name", section.name())
        .execute();
  }

  public void put(Dwelling dwelling) {
    Sql.of(
            session,
            """
            insert into unit (id, section_id, label, area_m2, persons)
            values (:id, :section, :label, :area, :persons)
            on conflict (id) do update
              set section_id = excluded.section_id, label = excluded.label, area_m2 = excluded.area_m2,
                  persons = excluded.persons
            """)
        .with("id", dwelling.id())
        .with("section", dwelling.sectionId())
        .with("label", dwelling.label())
        .withNullable("area", dwelling.areaM2())
        .withNullable("persons", dwelling.persons())
        .execute();
  }

  public void putSink(String sinkId, String buildingId) {
    Sql.of(
            session,
            """
            insert into sink (id, building_id) values (:id, :building)
            on conflict (id) do update set building_id = excluded.building_id
            """)
        .with("id", sinkId)
        .with("building", buildingId)
        .execute();
  }

  public void put(Meter meter) {
    Sql.of(
            session,
            """
            insert into meter (id, sink_id, unit_id, serial) values (:id, :sink, :unit, :serial)
            on conflict (id) do update
              set sink_id = excluded.sink_id, unit_id = excluded.unit_id, serial = excluded.serial
            """)
        .with("id", meter.id())
        .with("sink", meter.sinkId())
        .with("unit", meter.unitId())
        .with("serial", meter.serial())
        .execute();
  }

  /**
   * Creates the channel (meter, OBIS), or changes the one that there is. The interval of a channel
   * never changes: its day blocks are cut by it.
   *
   * @param interval whole seconds, divides an hour
   * @param maxWh more than zero; null when not known
   * @throws IllegalStateException if the channel is there with another interval
   */
  public Channel putChannel(
      String meterId, String obis, Duration interval, Channel.Kind kind, @Nullable Integer maxWh) {
    return Sql.of(
            session,
            """
            insert into channel as c (meter_id, obis, unit, interval_s, kind, partition, max_wh)
            values (:meter, :obis, 'Wh', :interval, :kind, :partition, :max)
            on conflict (meter_id, obis) do update
              set kind = excluded.kind, max_wh = excluded.max_wh
              where c.interval_s = excluded.interval_s
            returning %s
            """
                .formatted(CHANNEL_COLUMNS))
        .with("meter", meterId)
        .with("obis", obis)
        .with("interval", Math.toIntExact(interval.toSeconds()))
        .with("kind", kind.sqlName())
        .with("partition", (short) Partitions.of(meterId))
        .withNullable("max", maxWh)
        .first(row -> channel(row, 0))
        .orElseThrow(() ->
            new IllegalStateException(
                "channel %s %s has another interval than %s".formatted(meterId, obis, interval)));
  }

  public void put(UsagePoint usagePoint) {
    Sql.of(
            session,
            """
            insert into usage_point (id, unit_id, channel_id) values (:id, :unit, :channel)
            on conflict (id) do update set unit_id = excluded.unit_id, channel_id = excluded.channel_id
            """)
        .with("id", usagePoint.id())
        .with("unit", usagePoint.unitId())
        .with("channel", usagePoint.channelId())
        .execute();
  }

  /** What the meter reported about the appliance's relay is left as it is. */
  public void put(Device device) {
    Sql.of(
            session,
            """
            insert into device (id, usage_point_id, name, kind, channel_id, relay_obis)
            values (:id, :usagePoint, :name, :kind, :channel, :relay)
            on conflict (id) do update
              set usage_point_id = excluded.usage_point_id, name = excluded.name, kind = excluded.kind,
                  channel_id = excluded.channel_id, relay_obis = excluded.relay_obis
            """)
        .with("id", device.id())
        .with("usagePoint", device.usagePointId())
        .with("name", device.name())
        .with("kind", device.kind())
        .with("channel", device.channelId())
        .withNullable("relay", device.relayObis())
        .execute();
  }

  public Optional<Building> building(String id) {
    return Sql.of(session, "select id, name, zone, organisation from building where id = :id")
        .with("id", id)
        .first(row -> new Building(row.text(0), row.text(1), ZoneId.of(row.text(2)), row.text(3)));
  }

  /** By id. */
  public List<Section> sections(String buildingId) {
    return Sql.of(
            session,
            "select id, building_id, name from section where building_id = :building order by id")
        .with("building", buildingId)
        .list(row -> new Section(row.text(0), row.text(1), row.text(2)));
  }

  /** A flat's channel, with what its use is compared by. */
  public record MeasuredDwelling(Dwelling dwelling, Channel channel) {}

  /** Every flat of the building that has a usage point, by id. */
  public List<MeasuredDwelling> measuredDwellings(String buildingId) {
    return Sql.of(
            session,
            """
            select u.id, u.section_id, u.label, u.area_m2, u.persons, %s
            from unit u
            join section s on s.id = u.section_id
            join usage_point p on p.unit_id = u.id
            join channel c on c.id = p.channel_id
            where s.building_id = :building
            order by u.id
            """
                .formatted(CHANNEL_COLUMNS))
        .with("building", buildingId)
        .list(row ->
            new MeasuredDwelling(
                new Dwelling(
                    row.text(0),
                    row.text(1),
                    row.text(2),
                    row.integerOrNull(3),
                    row.integerOrNull(4)),
                channel(row, 5)));
  }

  /** The channel of a meter's register, if it is provisioned. */
  public Optional<Channel> channel(String meterId, String obis) {
    return Sql.of(
            session,
            "select %s from channel c where meter_id = :meter and obis = :obis"
                .formatted(CHANNEL_COLUMNS))
        .with("meter", meterId)
        .with("obis", obis)
        .first(row -> channel(row, 0));
  }

  /** Every channel of the meters of a sink, by meter and OBIS code. */
  public List<Channel> channelsOfSink(String sinkId) {
    return Sql.of(
            session,
            """
            select %s from channel c join meter m on m.id = c.meter_id
            where m.sink_id = :sink
            order by c.meter_id, c.obis
            """
                .formatted(CHANNEL_COLUMNS))
        .with("sink", sinkId)
        .list(row -> channel(row, 0));
  }

  private static Channel channel(Row row, int first) {
    return new Channel(
        row.bigint(first),
        row.text(first + 1),
        row.text(first + 2),
        Duration.ofSeconds(row.integer(first + 3)),
        Channel.Kind.of(row.text(first + 4)),
        row.integer(first + 5),
        row.integerOrNull(first + 6));
  }
}
