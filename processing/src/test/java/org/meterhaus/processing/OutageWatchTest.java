package org.meterhaus.processing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.meterhaus.db.Sql;
import org.meterhaus.db.TestDatabase;
import org.meterhaus.db.TestHouse;
import org.meterhaus.db.arrivals.Delivery;
import org.meterhaus.db.arrivals.Partitions;
import org.meterhaus.db.arrivals.PostgresArrivalLog;
import org.meterhaus.db.arrivals.Reading;
import org.meterhaus.db.arrivals.Source;
import org.meterhaus.db.outages.MeterReach;
import org.meterhaus.db.outages.MeterReach.Gasp;
import org.meterhaus.db.outages.MeterReach.State;
import org.meterhaus.db.outages.MeterReaches;
import org.meterhaus.db.outages.Outage;
import org.meterhaus.db.outages.OutageCause;
import org.meterhaus.db.outages.OutageMember;
import org.meterhaus.db.outages.OutageState;
import org.meterhaus.db.outages.Outages;
import org.meterhaus.db.outages.Scope;
import org.meterhaus.db.outages.Supply;
import org.meterhaus.processing.outage.SupplyEvidence;

@DisplayName("The watch for outages")
class OutageWatchTest {
  private static final Instant START = Instant.parse("2026-03-10T09:00:00Z");
  private static final Duration INTERVAL = Duration.ofMinutes(15);
  private static final int FLATS = 8;

  private final Map<String, Long> channels = new LinkedHashMap<>();
  private Instant now = START;
  private TestDatabase test;
  private OutageWatch watch;

  @BeforeEach
  void open() {
    test = TestDatabase.create();
    test.database()
        .transact(session -> {
          TestHouse.build(session, "Europe/Berlin");
          sql(session, "insert into section values ('B', 'lindenhof', 'B')");
          for (String section : List.of("A", "B")) {
            for (int i = 1; i <= FLATS; i++) {
              String flat = "%s-%02d".formatted(section, i);
              String meter = "MHV%013d".formatted((section.equals("A") ? 100 : 200) + i);
              channels.put(meter, TestHouse.flat(session, flat, meter, 900, 5_000));
              sql(
                  session,
                  "update unit set section_id = '%s' where id = '%s'".formatted(section, flat));
            }
          }
          TestHouse.moveIn(session, "A-01", START.minusSeconds(86_400));
          sql(session, "insert into customer (id, name) values ('c-B-01', 'B. Example')");
          sql(
              session,
              "insert into occupancy values ('c-B-01', 'B-01', '2026-01-01T00:00Z', null)");
        });
    watch = watch();
    round(_ -> true, 0);
    watch.look();
  }

  @AfterEach
  void close() {
    watch.close();
    test.close();
  }

  private static void sql(org.hibernate.StatelessSession session, String statement) {
    session.createNativeMutationQuery(statement).executeUpdate();
  }

  private OutageWatch watch() {
    return new OutageWatch(test.database(), OutageWatchConfig.defaults(), clock());
  }

  private InstantSource clock() {
    return () -> now;
  }

  private static boolean inA(String meter) {
    return meter.compareTo("MHV0000000000200") < 0;
  }

  /** The interval that ended last is read from some meters, with so much energy. */
  private void round(Predicate<String> meters, int status) {
    Instant end = now.minusSeconds(now.getEpochSecond() % INTERVAL.toSeconds());
    deliver(meters, List.of(end), status);
  }

  /** Rows of 100 Wh for each end. */
  private void deliver(Predicate<String> meters, List<Instant> ends, int status) {
    var deliveries = new ArrayList<Delivery>();
    channels.forEach((meter, channel) -> {
      if (meters.test(meter)) {
        List<Reading> rows =
            ends.stream().map(end -> Reading.of(end, status, 100, register(end))).toList();
        deliveries.add(
            new Delivery(channel, Partitions.of(meter), Source.sink(TestHouse.SINK), now, rows));
      }
    });
    test.database().transact(session -> new PostgresArrivalLog(session).append(deliveries));
  }

  private static long register(Instant end) {
    return Duration.between(START.minus(Duration.ofDays(10)), end).dividedBy(INTERVAL) * 100;
  }

  /** Passes time in quarter hours in which these meters are read; the watch looks twice in each. */
  private void live(int quarters, Predicate<String> meters) {
    for (int i = 0; i < quarters; i++) {
      pass(watch);
      round(meters, 0);
      watch.look();
    }
  }

  /** Most of a quarter hour with a look in it, and the rest of it without. */
  private void pass(OutageWatch... watches) {
    now = now.plus(INTERVAL.dividedBy(2));
    for (OutageWatch each : watches) {
      each.look();
    }
    now = now.plus(INTERVAL.dividedBy(2));
  }

  private List<Outage> outages() {
    return test.database().reading(session -> new Outages(session).current(Instant.EPOCH));
  }

  private List<String> messages() {
    return test.database()
        .reading(session ->
            Sql.of(
                    session,
                    "select customer_id || ' ' || kind || ': ' || title || '. ' || body from outbox order by id")
                .list(row -> row.text(0)));
  }

  @Test
  void sees_one_outage_from_suspicion_to_correction_and_tells_those_concerned_once() {
    live(2, _ -> true);
    assertThat(outages()).isEmpty();

    live(2, meter -> !inA(meter));
    assertThat(outages())
        .singleElement()
        .returns(OutageState.SUSPECTED, Outage::state)
        .returns(Scope.ofSection("lindenhof", "A"), Outage::scope);
    assertThat(messages()).isEmpty();

    live(3, meter -> !inA(meter));
    assertThat(outages()).singleElement().returns(OutageState.CONFIRMED, Outage::state);
    assertThat(messages())
        .containsExactly(
            "c-A-01 outage.confirmed: Power cut in Lindenhof. Since about 10 Mar 10:30 there is no"
                + " power in your part of the building (8 homes). You need not report it.");

    // the first row after has the bit: power was off in that interval, and none was recorded before
    pass(watch);
    round(meter -> !inA(meter), 0);
    round(OutageWatchTest::inA, SupplyEvidence.POWER_DOWN);
    watch.look();
    live(3, _ -> true);

    Outage over = outages().getFirst();
    assertThat(outages()).hasSize(1);
    assertThat(over.state()).isEqualTo(OutageState.RESTORED);
    assertThat(over.cause()).isEqualTo(OutageCause.POWER);
    assertThat(over.powerOff())
        .contains(
            new Supply.Off(
                Instant.parse("2026-03-10T10:45:00Z"), Instant.parse("2026-03-10T11:00:00Z")));
    assertThat(messages())
        .hasSize(2)
        .last()
        .asString()
        .startsWith("c-A-01 outage.restored: The power is back in Lindenhof. It was off from");
  }

  /**
   * With half-hour data as with quarters: the sink's polling tells long before a row is overdue.
   */
  @Test
  void sees_an_outage_within_minutes_where_the_sink_says_whom_it_reaches() {
    live(2, _ -> true);
    Instant cut = now;

    minutes(4, cut);
    assertThat(outages())
        .singleElement()
        .returns(OutageState.SUSPECTED, Outage::state)
        .returns(Scope.ofSection("lindenhof", "A"), Outage::scope);
    minutes(11, cut);
    assertThat(outages()).singleElement().returns(OutageState.CONFIRMED, Outage::state);
    assertThat(messages()).hasSize(1);
    minutes(17, null);

    assertThat(outages()).singleElement().returns(OutageState.RESTORED, Outage::state);
    assertThat(messages()).hasSize(2);
  }

  /** The cut is told by the gasps of those in A, through the database and back. */
  @Test
  void confirms_at_once_what_meters_said_with_their_last_energy() {
    live(2, _ -> true);
    Instant cut = now;
    now = now.plusSeconds(20);
    tell(
        cut, meter -> inA(meter) ? Optional.of(new Gasp(cut, Optional.empty())) : Optional.empty());
    watch.look();

    Outage dark = outages().getFirst();
    assertThat(outages()).hasSize(1);
    assertThat(dark.state()).isEqualTo(OutageState.CONFIRMED);
    assertThat(dark.cause()).isEqualTo(OutageCause.POWER);
    assertThat(dark.confirmedAt()).contains(dark.suspectedAt());
    assertThat(dark.members().values())
        .hasSize(FLATS)
        .allMatch(OutageMember::lastGasp)
        .allMatch(member -> member.gaspAt().equals(Optional.of(cut)))
        .allMatch(member -> member.silentSince().equals(cut));
    assertThat(messages()).hasSize(1);
    Instant back = now.plusSeconds(30);
    for (int i = 0; i < 17; i++) {
      now = now.plusSeconds(60);
      tell(
          null,
          meter -> inA(meter) ? Optional.of(new Gasp(cut, Optional.of(back))) : Optional.empty());
      watch.look();
    }

    assertThat(outages()).singleElement().returns(OutageState.RESTORED, Outage::state);
    assertThat(outages().getFirst().members().values())
        .as("what was said stays")
        .allMatch(member -> member.gaspAt().equals(Optional.of(cut)));
    assertThat(messages()).hasSize(2);
  }

  @Test
  void lists_a_flat_whose_meter_alone_gasped() {
    live(2, _ -> true);
    Instant cut = now;
    now = now.plusSeconds(20);
    String alone = channels.keySet().iterator().next();
    tell(
        null,
        meter ->
            meter.equals(alone) ? Optional.of(new Gasp(cut, Optional.empty())) : Optional.empty());
    watch.look();

    List<Outages.FaultyMeter> faulty =
        test.database().reading(session -> new Outages(session).faulty("WG", 10));
    assertThat(outages()).isEmpty();
    assertThat(faulty)
        .singleElement()
        .returns(alone, Outages.FaultyMeter::meter)
        .returns(Optional.of(cut), Outages.FaultyMeter::gaspAt);
    assertThat(messages()).isEmpty();
  }

  /** The sink says now whom it reaches: those in A not if there is a cut, and who gasped. */
  private void tell(@Nullable Instant cut, Function<String, Optional<Gasp>> gasps) {
    var reaches = new TreeMap<String, MeterReach>();
    for (String meter : channels.keySet()) {
      State state = cut != null && inA(meter) ? State.OFFLINE : State.ONLINE;
      reaches.put(
          meter,
          new MeterReach(state, cut == null ? START : cut, Optional.of(START), gasps.apply(meter)));
    }
    test.database()
        .transact(session -> new MeterReaches(session).tell(TestHouse.SINK, reaches, now));
  }

  /** Minutes in which nothing arrives, but the sink reaches those in B, and in A if not cut. */
  private void minutes(int count, @Nullable Instant cut) {
    for (int i = 0; i < count; i++) {
      now = now.plusSeconds(60);
      var reaches = new TreeMap<String, MeterReach>();
      for (String meter : channels.keySet()) {
        reaches.put(
            meter,
            cut != null && inA(meter)
                ? new MeterReach(State.OFFLINE, cut, Optional.of(cut.minusSeconds(10)))
                : new MeterReach(State.ONLINE, START, Optional.of(START)));
      }
      reaches.put("MHV9999999999999", reaches.firstEntry().getValue());
      test.database()
          .transact(session -> new MeterReaches(session).tell(TestHouse.SINK, reaches, now));
      watch.look();
    }
  }

  @Test
  void goes_on_after_a_restart_and_beside_another() throws Exception {
    live(2, _ -> true);
    live(3, meter -> !inA(meter));
    watch.close();
    watch = watch();
    var other = watch();
    watch.look(); // their own silence first
    other.look();
    try (var both = Executors.newFixedThreadPool(2)) {
      for (int i = 0; i < 4; i++) {
        pass(watch, other);
        round(meter -> !inA(meter), 0);
        List<Callable<List<Outage>>> looks = List.of(watch::look, other::look);
        for (var look : both.invokeAll(looks)) {
          look.get();
        }
      }
    }

    assertThat(outages()).singleElement().returns(OutageState.CONFIRMED, Outage::state);
    assertThat(messages()).hasSize(1);
    assertThat(count("select count(*) from outage_meter")).isEqualTo((long) FLATS);
    other.close();
  }

  @Test
  void learns_from_late_data_that_there_was_power() {
    live(2, _ -> true);
    live(6, _ -> false);
    assertThat(outages())
        .singleElement()
        .returns(OutageState.SUSPECTED, Outage::state)
        .returns(OutageCause.SINK_OR_NETWORK, Outage::cause)
        .returns(Scope.ofBuilding("lindenhof"), Outage::scope);

    // contact comes back with the newest interval; the hours between follow a day later
    live(4, _ -> true);
    Outage restored = outages().getFirst();
    assertThat(restored.state()).isEqualTo(OutageState.RESTORED);
    assertThat(restored.cause()).isEqualTo(OutageCause.SINK_OR_NETWORK);
    now = now.plus(Duration.ofDays(1));
    live(2, _ -> true);
    var missed = new ArrayList<Instant>();
    for (int i = 3; i <= 8; i++) {
      missed.add(START.plus(INTERVAL.multipliedBy(i)));
    }
    deliver(_ -> true, missed, 0);
    watch.look();

    assertThat(outages())
        .singleElement()
        .returns(OutageState.RESTORED, Outage::state)
        .returns(OutageCause.COMMUNICATION, Outage::cause);
    assertThat(messages()).isEmpty();
  }

  @Test
  void lists_a_single_silent_meter_as_faulty_until_it_is_heard() {
    Predicate<String> butOne = meter -> !meter.endsWith("0103");
    live(4, butOne);

    assertThat(outages()).isEmpty();
    assertThat(faulty()).extracting(Outages.FaultyMeter::flat).containsExactly("A-03");

    live(1, _ -> true);
    assertThat(faulty()).isEmpty();
  }

  private List<Outages.FaultyMeter> faulty() {
    return test.database().reading(session -> new Outages(session).faulty("WG", 10));
  }

  @Test
  void takes_what_a_customer_says_for_no_word_of_the_meter() {
    live(2, _ -> true);
    for (int i = 0; i < 5; i++) {
      pass(watch);
      round(meter -> !inA(meter), 0);
      Instant end = now;
      channels.forEach((meter, channel) -> {
        if (inA(meter)) {
          var said =
              new Delivery(
                  channel,
                  Partitions.of(meter),
                  Source.customer("c-A-01"),
                  now,
                  List.of(Reading.of(end, 0, 100, 1)));
          test.database()
              .transact(session -> new PostgresArrivalLog(session).append(List.of(said)));
        }
      });
      watch.look();
    }

    assertThat(outages()).hasSize(1);
  }

  @Test
  void calls_nobody_silent_after_it_could_not_look_for_a_while() {
    live(2, _ -> true);
    now = now.plus(Duration.ofHours(2));

    assertThat(watch.look()).as("the database was away, say").isEmpty();
    now = now.plus(Duration.ofMinutes(5));
    round(_ -> true, 0);
    watch.look();
    now = now.plus(Duration.ofMinutes(6));

    assertThat(watch.look()).isEmpty();
  }

  @Test
  void calls_nobody_silent_just_after_it_began_to_listen() {
    now = now.plus(Duration.ofHours(5));
    var fresh = watch();

    assertThat(fresh.look()).isEmpty();
    now = now.plus(Duration.ofMinutes(6));
    assertThat(fresh.look()).isEmpty();
    now = now.plus(Duration.ofMinutes(6));
    assertThat(fresh.look()).hasSize(1);
    fresh.close();
  }

  private long count(String query) {
    return test.database()
        .reading(session -> Sql.of(session, query).list(row -> row.bigint(0)))
        .getFirst();
  }
}
