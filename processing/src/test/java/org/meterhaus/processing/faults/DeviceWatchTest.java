package org.meterhaus.processing.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.meterhaus.db.TestDatabase;
import org.meterhaus.db.TestHouse;
import org.meterhaus.db.arrivals.Delivery;
import org.meterhaus.db.arrivals.Partitions;
import org.meterhaus.db.arrivals.PostgresArrivalLog;
import org.meterhaus.db.arrivals.Reading;
import org.meterhaus.db.arrivals.Source;
import org.meterhaus.db.blocks.DayGrid;
import org.meterhaus.db.findings.DeviceFinding;
import org.meterhaus.db.findings.DeviceFinding.State;
import org.meterhaus.db.findings.DeviceFindings;
import org.meterhaus.db.findings.Verdict;
import org.meterhaus.processing.Processor;
import org.meterhaus.processing.ProcessorConfig;

@DisplayName("The watch over devices")
class DeviceWatchTest {
  private static final ZoneId ZONE = ZoneId.of("Europe/Berlin");
  private static final String METER = "MHV0000000000001";
  private static final String FRIDGE = "A-01-fridge";
  private static final LocalDate START = LocalDate.of(2026, 1, 5);
  private static final int INTERVAL_S = 1800;
  private static final int SOUND_DAYS = 60;

  private TestDatabase test;
  private long flat;
  private long fridge;
  private Instant now = Instant.EPOCH;
  private Processor processor;
  private DeviceWatch watch;

  @BeforeEach
  void open() {
    test = TestDatabase.create();
    test.database()
        .transact(session -> {
          TestHouse.build(session, ZONE.getId());
          flat = TestHouse.flat(session, "A-01", METER, INTERVAL_S, 5_000);
          fridge = TestHouse.appliance(session, "A-01", METER, 1, "fridge", INTERVAL_S);
          TestHouse.moveIn(session, "A-01", START.atStartOfDay(ZONE).toInstant());
        });
    InstantSource clock = () -> now;
    processor = new Processor(test.database(), ProcessorConfig.defaults(), clock);
    watch = new DeviceWatch(test.database(), WatchConfig.defaults(), clock);
    for (int day = 0; day < SOUND_DAYS; day++) {
      live(day, 1);
    }
    processor.runUntilIdle();
  }

  @AfterEach
  void close() {
    watch.close();
    processor.close();
    test.close();
  }

  /** A day comes in; the clock then stands at four in the morning after it. */
  private void live(int day, int factor) {
    LocalDate date = START.plusDays(day);
    now = date.plusDays(1).atTime(4, 0).atZone(ZONE).toInstant();
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(day);
    var device = new ArrayList<Reading>();
    var whole = new ArrayList<Reading>();
    var grid = new DayGrid(date, ZONE, INTERVAL_S);
    for (int slot = 0; slot < grid.slots(); slot++) {
      int wh = 14 + random.nextInt(10);
      device.add(Reading.energy(grid.end(slot), wh * factor));
      whole.add(Reading.energy(grid.end(slot), 200 + wh * factor));
    }
    append(fridge, device);
    append(flat, whole);
  }

  private void append(long channel, List<Reading> readings) {
    var delivery =
        new Delivery(channel, Partitions.of(METER), Source.sink(TestHouse.SINK), now, readings);
    test.database().transact(session -> new PostgresArrivalLog(session).append(List.of(delivery)));
  }

  private void judge() {
    processor.runUntilIdle();
    watch.runUntilIdle();
  }

  private List<DeviceFinding> findings() {
    return test.database()
        .reading(session -> new DeviceFindings(session).since(FRIDGE, Instant.EPOCH));
  }

  private List<String> messages() {
    return test.database()
        .reading(session ->
            session
                .createNativeQuery(
                    "select title from outbox where kind = 'device.fault'", String.class)
                .getResultList());
  }

  @Test
  void suspects_confirms_tells_once_and_clears() {
    judge();
    assertThat(findings()).as("sound").isEmpty();

    int day = SOUND_DAYS;
    for (; day < SOUND_DAYS + 2; day++) {
      live(day, 0);
      judge();
    }
    assertThat(findings()).extracting(DeviceFinding::state).containsExactly(State.SUSPECTED);
    assertThat(messages()).isEmpty();

    for (; day < SOUND_DAYS + 9; day++) {
      live(day, 0);
      judge();
    }
    assertThat(findings())
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.rule()).isEqualTo("dead");
          assertThat(finding.state()).isEqualTo(State.CONFIRMED);
          assertThat(finding.firstDay()).isEqualTo(START.plusDays(SOUND_DAYS));
          assertThat(finding.lastDay()).isEqualTo(START.plusDays(SOUND_DAYS + 8));
          assertThat(finding.observedW()).isZero();
          assertThat(finding.expectedLowW()).isPositive();
        });
    assertThat(messages()).containsExactly("fridge does nothing any more");

    for (; day < SOUND_DAYS + 12; day++) {
      live(day, 1);
      judge();
    }
    assertThat(findings())
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.state()).isEqualTo(State.CLEARED);
          assertThat(finding.clearedAt()).isNotNull();
        });
    assertThat(messages()).hasSize(1);
  }

  @Test
  void goes_on_with_a_fault_that_lasts_longer_than_the_days_it_looks_at() {
    for (int day = SOUND_DAYS; day < SOUND_DAYS + 60; day++) {
      live(day, 0);
      judge();
    }

    assertThat(findings())
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.state()).isEqualTo(State.CONFIRMED);
          assertThat(finding.firstDay()).isEqualTo(START.plusDays(SOUND_DAYS));
          assertThat(finding.lastDay()).isEqualTo(START.plusDays(SOUND_DAYS + 59));
        });
    assertThat(messages()).hasSize(1);
  }

  @Test
  void believes_the_owner_who_says_that_it_is_no_fault() {
    int day = SOUND_DAYS;
    for (; day < SOUND_DAYS + 6; day++) {
      live(day, 0);
      judge();
    }
    DeviceFinding found = findings().getFirst();
    test.database()
        .transact(session -> new DeviceFindings(session).say(found.id(), Verdict.NO_FAULT, now));
    for (; day < SOUND_DAYS + 8; day++) {
      live(day, 0);
      judge();
    }

    assertThat(findings()).extracting(DeviceFinding::state).containsExactly(State.REJECTED);
  }

  @Test
  void finds_a_channel_that_is_silent_while_the_flat_goes_on_until_it_is_heard_again() {
    live(SOUND_DAYS, 1);
    onlyTheFlat(SOUND_DAYS + 1);
    judge();
    onlyTheFlat(SOUND_DAYS + 2);
    judge();

    assertThat(findings())
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.rule()).isEqualTo("missing");
          assertThat(finding.state()).isEqualTo(State.CONFIRMED);
          assertThat(finding.firstDay()).isEqualTo(START.plusDays(SOUND_DAYS + 1));
          assertThat(finding.lastDay()).isEqualTo(START.plusDays(SOUND_DAYS + 2));
          assertThat(finding.observedW()).isNull();
        });
    assertThat(messages()).containsExactly("fridge does not send values");

    live(SOUND_DAYS + 3, 1);
    judge();
    assertThat(findings()).extracting(DeviceFinding::state).containsExactly(State.CLEARED);
  }

  private void onlyTheFlat(int day) {
    LocalDate date = START.plusDays(day);
    now = date.plusDays(1).atTime(4, 0).atZone(ZONE).toInstant();
    var grid = new DayGrid(date, ZONE, INTERVAL_S);
    var whole = new ArrayList<Reading>();
    for (int slot = 0; slot < grid.slots(); slot++) {
      whole.add(Reading.energy(grid.end(slot), 200));
    }
    append(flat, whole);
  }

  @Test
  void judges_a_day_once() {
    assertThat(watch.runUntilIdle()).isEqualTo(1);
    assertThat(watch.runUntilIdle()).isZero();
    live(SOUND_DAYS, 1);
    processor.runUntilIdle();
    assertThat(watch.runUntilIdle()).isEqualTo(1);
  }
}
