package org.meterhaus.meters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.cosem.Selection;

@DisplayName("A power cut")
class PowerCutsTest {
  private static final Instant COMMISSIONED = Instant.parse("2026-11-01T00:00:00Z");
  private static final Instant NINE = Instant.parse("2026-11-12T09:00:00Z");
  private static final Duration QUARTER = Duration.ofMinutes(15);

  /** From 09:05 to 09:50: two whole quarters, and a part of two. */
  private static final PowerCuts.Cut CUT =
      new PowerCuts.Cut("A", NINE.plusSeconds(300), NINE.plusSeconds(3000));

  @TempDir Path directory;
  private Building.Unit unit;
  private Consumption powered;

  @BeforeEach
  void read() throws IOException {
    unit = SampleBuilding.lindenhof().unit("A-09").orElseThrow();
    powered = new Consumption(unit.meter().recording(), 1_000, COMMISSIONED, Switching.NONE);
  }

  @Test
  void takes_from_each_interval_as_much_as_it_took_of_its_time() {
    Consumption cut = powered.with(new PowerCuts(List.of(CUT)));

    for (int channel = 0; channel < 5; channel++) {
      int first = powered.energyWh(channel, NINE);
      assertThat(cut.energyWh(channel, NINE)).isEqualTo(first / 3);
      assertThat(cut.energyWh(channel, NINE.plus(QUARTER))).isZero();
      assertThat(cut.energyWh(channel, NINE.plus(QUARTER.multipliedBy(2)))).isZero();
      int last = powered.energyWh(channel, NINE.plus(QUARTER.multipliedBy(3)));
      assertThat(cut.energyWh(channel, NINE.plus(QUARTER.multipliedBy(3)))).isEqualTo(last * 2 / 3);
      assertThat(cut.energyWh(channel, NINE.plus(QUARTER.multipliedBy(4))))
          .isEqualTo(powered.energyWh(channel, NINE.plus(QUARTER.multipliedBy(4))));
    }
  }

  @Test
  void lets_the_register_stand_still_and_never_fall() {
    Consumption cut = powered.with(new PowerCuts(List.of(CUT)));

    assertThat(cut.registerWh(0, CUT.from())).isEqualTo(powered.registerWh(0, CUT.from()));
    assertThat(cut.registerWh(0, CUT.until())).isEqualTo(cut.registerWh(0, CUT.from()));
    long before = 0;
    for (Instant t = NINE; t.isBefore(NINE.plusSeconds(4500)); t = t.plusSeconds(7)) {
      long register = cut.registerWh(0, t);
      assertThat(register).isGreaterThanOrEqualTo(before);
      before = register;
    }
    long sum = 0;
    for (int i = 0; i < 5; i++) {
      sum += cut.energyWh(0, NINE.plus(QUARTER.multipliedBy(i)));
    }
    assertThat(cut.registerWh(0, NINE.plus(QUARTER.multipliedBy(5))) - cut.registerWh(0, NINE))
        .isEqualTo(sum);
  }

  @Test
  void that_overlaps_another_takes_no_time_twice() {
    var cuts =
        new PowerCuts(
            List.of(CUT, new PowerCuts.Cut("A", NINE.plusSeconds(600), NINE.plusSeconds(3300))));

    assertThat(cuts.supplied(NINE, NINE.plusSeconds(3600))).isEqualTo(Duration.ofMinutes(10));
    assertThat(cuts.of("B").supplied(NINE, NINE.plusSeconds(3600))).isEqualTo(Duration.ofHours(1));
  }

  @Test
  void makes_the_meter_dark_and_is_told_by_its_profile_afterwards()
      throws IOException, MeterException {
    String id = unit.meter().id();
    KeyStore keys = KeyStore.openOrCreate(directory, List.of(id), new SecureRandom());
    var clock = new SettableClock(NINE);
    var config =
        new MetersConfig(SampleBuilding.only(unit), directory, COMMISSIONED, "127.0.0.1", 0);
    try (VirtualMeters meters = VirtualMeters.start(config, keys, clock)) {
      InetSocketAddress address = meters.address(id);
      PowerCuts.order(directory, CUT);
      PowerCuts.order(directory, new PowerCuts.Cut("B", NINE, NINE.plusSeconds(60)));
      meters.followFaults();
      Reader.open(address, keys.keys(id), 1).close(); // it has not begun

      clock.set(CUT.from());
      meters.followFaults();
      assertThatThrownBy(() -> Reader.open(address, keys.keys(id), 2).close())
          .isInstanceOf(MeterException.Unreachable.class);

      clock.set(NINE.plusSeconds(3600));
      meters.followFaults();
      assertTold(address, keys.keys(id), 3);
    }
    // and the same after a restart
    try (VirtualMeters meters = VirtualMeters.start(config, keys, clock)) {
      assertTold(meters.address(id), keys.keys(id), 4);
    }
  }

  /** Marked rows of the quarters that power came to and went from, none of those between. */
  private static void assertTold(InetSocketAddress address, MeterKeys keys, long serial)
      throws MeterException {
    try (Reader reader = Reader.open(address, keys, serial)) {
      var rows = reader.rows(0, new Selection.TimeRange(NINE, NINE.plusSeconds(3600)));
      assertThat(rows).hasSize(3);
      assertThat(rows).extracting(Reader.Row::status).containsExactly(0, 0x80, 0x80);
    }
  }

  @Test
  void of_a_line_that_is_not_finished_waits_for_its_end() throws IOException {
    PowerCuts.order(directory, CUT);
    Path file = directory.resolve("power-cuts");
    Files.writeString(file, "B 2026-11-12T0", StandardOpenOption.APPEND);

    assertThat(PowerCuts.read(directory).all()).containsExactly(CUT);
    Files.writeString(file, "9:00:00Z\n", StandardOpenOption.APPEND);
    assertThatThrownBy(() -> PowerCuts.read(directory))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("line 2 is damaged");
  }

  @Test
  void must_last_for_more_than_nothing_and_a_week_at_most() {
    assertThatThrownBy(() -> new PowerCuts.Cut("A", NINE, NINE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PowerCuts.Cut("A", NINE, NINE.plus(Duration.ofDays(8))))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new PowerCuts.Cut("a section", NINE, NINE.plusSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
