package org.meterhaus.db.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.hibernate.StatelessSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.meterhaus.db.TestDatabase;
import org.meterhaus.db.arrivals.Partitions;
import org.meterhaus.db.commands.Commands;
import org.meterhaus.db.customers.Customer;
import org.meterhaus.db.customers.Customers;
import org.meterhaus.db.customers.Holdings;

@DisplayName("Provisioning a house")
class HouseTest {
  private static final String METER = "MHV0000000000001";
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  private static TestDatabase test;

  @BeforeAll
  static void open() {
    test = TestDatabase.create();
  }

  @AfterAll
  static void close() {
    test.close();
  }

  @Test
  void can_be_repeated_and_changes_nothing_but_what_is_different() {
    long first = test.database().inTransaction(session -> provision(session, "Lindenhof"));
    test.database()
        .transact(session -> new Commands(session).reportState("A-01-kettle", true, NOW));
    long again = test.database().inTransaction(session -> provision(session, "Lindenhof II"));

    assertThat(again).isEqualTo(first);
    test.database()
        .transact(session -> {
          var house = new House(session);
          assertThat(house.building("lindenhof").orElseThrow().name()).isEqualTo("Lindenhof II");
          assertThat(house.sections("lindenhof")).hasSize(1);
          assertThat(house.channelsOfSink("sink-lindenhof"))
              .extracting(Channel::obis, Channel::partition)
              .containsExactly(
                  org.assertj.core.groups.Tuple.tuple("1.0.1.8.0.255", Partitions.of(METER)),
                  org.assertj.core.groups.Tuple.tuple("1.1.1.8.0.255", Partitions.of(METER)));
          var device = new Holdings(session, "c-A-01", NOW).device("A-01-kettle").orElseThrow();
          assertThat(device.reportedState()).isEqualTo("on");
          assertThat(device.reportedAt()).isEqualTo(NOW);
        });
  }

  @Test
  void refuses_another_interval_for_a_channel_that_has_data_cut_by_the_old_one() {
    test.database().transact(session -> provision(session, "Lindenhof"));

    assertThatThrownBy(() ->
            test.database()
                .transact(session ->
                    new House(session)
                        .putChannel(
                            METER,
                            "1.0.1.8.0.255",
                            Duration.ofMinutes(15),
                            Channel.Kind.MAIN,
                            null)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("another interval");
  }

  private static long provision(StatelessSession session, String name) {
    var house = new House(session);
    house.put(new Building("lindenhof", name, ZoneId.of("Europe/Berlin"), "WG Lindenhof"));
    house.put(new Section("A", "lindenhof", "Section A"));
    house.put(new Dwelling("A-01", "A", "Flat A-01", 70, null));
    house.putSink("sink-lindenhof", "lindenhof");
    house.put(new Meter(METER, "sink-lindenhof", "A-01", "0000000000001"));
    Channel main =
        house.putChannel(METER, "1.0.1.8.0.255", Duration.ofMinutes(30), Channel.Kind.MAIN, 8_000);
    Channel kettle =
        house.putChannel(
            METER, "1.1.1.8.0.255", Duration.ofMinutes(30), Channel.Kind.APPLIANCE, null);
    house.put(new UsagePoint("A-01", "A-01", main.id()));
    house.put(
        new Device("A-01-kettle", "A-01", "Kettle", "kettle", kettle.id(), "0.1.96.3.10.255"));
    var customers = new Customers(session);
    customers.put(new Customer("c-A-01", "Ada", null, null, "ada@example.org"));
    customers.putLogin("ada", "c-A-01", "$argon2id$x");
    customers.putOccupancy("c-A-01", "A-01", NOW.minus(Duration.ofDays(400)), null);
    return kettle.id();
  }
}
