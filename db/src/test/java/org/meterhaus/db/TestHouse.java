package org.meterhaus.db;

import java.time.Instant;
import org.hibernate.StatelessSession;
import org.meterhaus.db.arrivals.Partitions;

/** A building small enough to be read at a glance, for tests that need rows to refer to. */
public final class TestHouse {
  public static final String BUILDING = "lindenhof";
  public static final String SINK = "sink-lindenhof";
  public static final String CUSTOMER = "c-A-01";

  private TestHouse() {}

  /** Building, section A, sink and customer. */
  public static void build(StatelessSession session, String zone) {
    update(session, "insert into building values ('lindenhof', 'Lindenhof', '" + zone + "', 'WG')");
    update(session, "insert into section values ('A', 'lindenhof', 'A')");
    update(session, "insert into sink values ('sink-lindenhof', 'lindenhof')");
    update(session, "insert into customer (id, name) values ('c-A-01', 'A. Example')");
  }

  /**
   * A flat with its meter and main channel; the usage point has the id of the flat.
   *
   * @return the channel's id
   */
  public static long flat(
      StatelessSession session, String flat, String meterId, int intervalS, int maxWh) {
    update(session, "insert into unit values ('%s', 'A', '%s', 70, 2)".formatted(flat, flat));
    update(
        session,
        "insert into meter values ('%s', 'sink-lindenhof', '%s', '%s')"
            .formatted(meterId, flat, meterId));
    long channel = channel(session, meterId, 0, "main", intervalS, maxWh);
    update(
        session, "insert into usage_point values ('%s', '%s', %d)".formatted(flat, flat, channel));
    return channel;
  }

  /**
   * An appliance of a flat: its channel (OBIS value group B) and its device, {@code
   * flat-appliance}.
   *
   * @return the channel's id
   */
  public static long appliance(
      StatelessSession session, String flat, String meterId, int b, String name, int intervalS) {
    long channel = channel(session, meterId, b, "appliance", intervalS, 4_000);
    update(
        session,
        """
        insert into device (id, usage_point_id, name, kind, channel_id, relay_obis)
        values ('%s-%s', '%s', '%s', '%s', %d, '0.%d.96.3.10.255')
        """
            .formatted(flat, name, flat, name, name, channel, b));
    return channel;
  }

  /** The customer lives in a flat from an instant on. */
  public static void moveIn(StatelessSession session, String flat, Instant from) {
    update(
        session,
        "insert into occupancy values ('%s', '%s', '%s', null)".formatted(CUSTOMER, flat, from));
  }

  private static long channel(
      StatelessSession session, String meterId, int b, String kind, int intervalS, int maxWh) {
    return session
        .createNativeQuery(
            """
            insert into channel (meter_id, obis, interval_s, kind, partition, max_wh)
            values ('%s', '1.%d.1.8.0.255', %d, '%s', %d, %d) returning id
            """
                .formatted(meterId, b, intervalS, kind, Partitions.of(meterId), maxWh),
            Long.class)
        .getSingleResult();
  }

  private static void update(StatelessSession session, String sql) {
    session.createNativeMutationQuery(sql).executeUpdate();
  }
}
