package org.meterhaus.meters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.cosem.Selection;
import org.meterhaus.dlms.data.Data;

/** One home with five channels over a real socket, at a time that the test moves. */
@DisplayName("Switching over the wire")
class SwitchingTest {
  private static final Duration QUARTER = Duration.ofMinutes(15);
  private static final Instant COMMISSIONED = Instant.parse("2026-10-01T00:00:00Z");
  private static final int DISHWASHER = 2;

  private final SettableClock clock = new SettableClock(COMMISSIONED);
  private Path directory;
  private Building building;
  private Building.Unit unit;
  private Recording recording;
  private KeyStore keys;
  private VirtualMeters meters;
  private long serial;

  @BeforeEach
  void start(@TempDir Path temporary) throws IOException {
    directory = temporary;
    unit = SampleBuilding.lindenhof().unit("A-09").orElseThrow();
    building = SampleBuilding.only(unit);
    recording = unit.meter().recording();
    keys =
        KeyStore.openOrCreate(
            directory.resolve("keys"), List.of(unit.meter().id()), new SecureRandom());
    // In the middle of an interval in which the dishwasher runs, and runs on for two more.
    clock.set(busyInterval().plusSeconds(100));
    startMeters(COMMISSIONED);
  }

  @AfterEach
  void stop() {
    meters.close();
  }

  private void startMeters(Instant commissionedAt) throws IOException {
    meters =
        VirtualMeters.start(
            new MetersConfig(building, directory.resolve("meters"), commissionedAt, "127.0.0.1", 0),
            keys,
            clock);
  }

  private Reader open() throws MeterException {
    InetSocketAddress address = meters.address(unit.meter().id());
    return Reader.open(address, keys.keys(unit.meter().id()), ++serial);
  }

  private Instant busyInterval() {
    for (Instant t = COMMISSIONED.plus(Duration.ofDays(7)); ; t = t.plus(QUARTER)) {
      if (recording.energyWh(DISHWASHER, t) > 50
          && recording.energyWh(DISHWASHER, t.plus(QUARTER)) > 50
          && recording.energyWh(DISHWASHER, t.plus(QUARTER.multipliedBy(2))) > 50) {
        return t;
      }
    }
  }

  @Test
  void moves_the_disconnect_control_and_stops_the_current_at_once() throws MeterException {
    try (Reader reader = open()) {
      long dishwasherW = reader.register("1.2.1.7.0.255");
      long homeW = reader.register("1.0.1.7.0.255");
      assertThat(dishwasherW).isPositive();
      assertThat(reader.disconnectControl(DISHWASHER, 2)).isEqualTo(new Data.Bool(true));
      assertThat(reader.disconnectControl(DISHWASHER, 3)).isEqualTo(new Data.Enumerated(1));
      assertThat(reader.disconnectControl(DISHWASHER, 4)).isEqualTo(new Data.Enumerated(4));

      reader.switchTo(DISHWASHER, false);

      assertThat(reader.disconnectControl(DISHWASHER, 2)).isEqualTo(new Data.Bool(false));
      assertThat(reader.disconnectControl(DISHWASHER, 3)).isEqualTo(new Data.Enumerated(0));
      assertThat(reader.register("1.2.1.7.0.255")).isZero();
      assertThat(reader.register("1.0.1.7.0.255")).isEqualTo(homeW - dishwasherW);

      reader.switchTo(DISHWASHER, true);

      assertThat(reader.disconnectControl(DISHWASHER, 2)).isEqualTo(new Data.Bool(true));
      assertThat(reader.disconnectControl(DISHWASHER, 3)).isEqualTo(new Data.Enumerated(1));
      assertThat(reader.register("1.2.1.7.0.255")).isEqualTo(dishwasherW);
      assertThat(reader.disconnectControl(1, 2)).isEqualTo(new Data.Bool(true));
    }
  }

  @Test
  void records_nothing_from_the_next_interval_on_and_says_so_in_the_status() throws MeterException {
    Instant running = recording.intervalStart(clock.instant());
    Selection range =
        new Selection.TimeRange(running.plus(QUARTER), running.plus(QUARTER.multipliedBy(3)));
    try (Reader reader = open()) {
      reader.switchTo(DISHWASHER, false);
      clock.set(running.plus(QUARTER.multipliedBy(2)).plusSeconds(1));
      reader.switchTo(DISHWASHER, true);
      clock.advance(QUARTER.multipliedBy(2));

      List<Reader.Row> dishwasher = reader.rows(DISHWASHER, range);
      List<Reader.Row> home = reader.rows(0, range);

      assertThat(dishwasher)
          .extracting(Reader.Row::energyWh)
          .containsExactly((long) recording.energyWh(DISHWASHER, running), 0L, 0L);
      assertThat(dishwasher).extracting(Reader.Row::status).containsExactly(0, 0x40, 0x40);
      assertThat(home).extracting(Reader.Row::status).containsOnly(0);
      for (int i = 0; i < 3; i++) {
        Instant start = running.plus(QUARTER.multipliedBy(i));
        long unusedWh = recording.energyWh(DISHWASHER, start) - dishwasher.get(i).energyWh();
        assertThat(home.get(i).energyWh()).isEqualTo(recording.energyWh(0, start) - unusedWh);
      }
      for (List<Reader.Row> rows : List.of(dishwasher, home)) {
        for (int i = 1; i < 3; i++) {
          assertThat(rows.get(i).registerWh() - rows.get(i - 1).registerWh())
              .isEqualTo(rows.get(i).energyWh());
        }
      }
      assertThat(
              reader.rows(
                  DISHWASHER,
                  new Selection.TimeRange(
                      running.plus(QUARTER.multipliedBy(4)),
                      running.plus(QUARTER.multipliedBy(4)))))
          .extracting(Reader.Row::energyWh)
          .containsExactly(
              (long) recording.energyWh(DISHWASHER, running.plus(QUARTER.multipliedBy(3))));
    }
  }

  @Test
  void survives_a_restart_and_the_registers_do_not_jump() throws MeterException, IOException {
    Selection history =
        new Selection.TimeRange(COMMISSIONED, Instant.parse("2026-12-31T00:00:00Z"));
    List<Reader.Row> before;
    try (Reader reader = open()) {
      reader.switchTo(DISHWASHER, false);
      clock.advance(Duration.ofHours(3));
      before = reader.rows(0, history);
    }
    meters.close();

    startMeters(COMMISSIONED.plus(Duration.ofDays(1)));

    try (Reader reader = open()) {
      assertThat(reader.disconnectControl(DISHWASHER, 2)).isEqualTo(new Data.Bool(false));
      assertThat(reader.rows(0, history)).isEqualTo(before);
    }
  }

  @Test
  void twice_the_same_way_is_one_event() throws MeterException, IOException {
    try (Reader reader = open()) {
      reader.switchTo(DISHWASHER, false);
      reader.switchTo(DISHWASHER, false);
      reader.switchTo(1, true);
    }

    assertThat(meters.consumption(unit.meter().id()).switching().events())
        .containsExactly(new Switching.Event(clock.instant(), DISHWASHER, false));
  }

  @Test
  void of_the_whole_home_is_not_offered() throws MeterException {
    try (Reader reader = open()) {
      assertThatThrownBy(() -> reader.switchTo(0, false))
          .isInstanceOf(MeterException.Refused.class);
      assertThat(reader.register("1.0.1.7.0.255")).isPositive();
    }
  }
}
