package org.meterhaus.processing.alarm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.meterhaus.db.alarms.Alarm;
import org.meterhaus.db.alarms.AlarmRule;
import org.meterhaus.db.alarms.WatchedDevice;
import org.meterhaus.db.blocks.CleanValues;
import org.meterhaus.db.blocks.DayGrid;
import org.meterhaus.db.blocks.Quality;

@DisplayName("A limit")
class LimitsTest {
  private static final DayGrid GRID =
      new DayGrid(LocalDate.of(2026, 3, 10), ZoneId.of("Europe/Berlin"), 900);
  private static final Instant NOW = Instant.parse("2026-03-11T00:00:00Z");

  /** 2000 W are 500 Wh in a quarter hour. */
  private static WatchedDevice rule(Instant updatedAt) {
    return device(updatedAt, GRID.start(), Optional.empty());
  }

  private static WatchedDevice device(Instant updatedAt, Instant from, Optional<Instant> until) {
    var rule = new AlarmRule("r", "c-A-01", "A-01-kettle", 2_000, true, 1, updatedAt);
    return new WatchedDevice(rule, "kettle", from, until);
  }

  private static CleanValues values(Quality quality, int... wh) {
    byte[] codes = new byte[96];
    Arrays.fill(codes, Quality.MISSING.code());
    Arrays.fill(codes, 0, wh.length, quality.code());
    return CleanValues.of(Arrays.copyOf(wh, 96), codes);
  }

  private static List<Instant> starts(WatchedDevice rule, CleanValues values) {
    return Limits.exceeded(rule, GRID, values, NOW).stream().map(Alarm::intervalStart).toList();
  }

  @Test
  void is_exceeded_above_it_but_not_at_it() {
    WatchedDevice rule = rule(GRID.start());

    assertThat(starts(rule, values(Quality.MEASURED, 500))).isEmpty();
    assertThat(starts(rule, values(Quality.MEASURED, 501))).containsExactly(GRID.start());
    assertThat(
            Limits.exceeded(rule, GRID, values(Quality.MEASURED, 501), NOW).getFirst().observedW())
        .isEqualTo(2_004);
  }

  @Test
  void is_exceeded_once_for_as_long_as_it_lasts_and_again_after_a_rest() {
    assertThat(starts(rule(GRID.start()), values(Quality.MEASURED, 600, 700, 100, 600)))
        .containsExactly(GRID.start(0), GRID.start(3));
  }

  @Test
  void does_not_look_at_what_ended_by_the_time_it_was_set() {
    assertThat(starts(rule(GRID.end(0)), values(Quality.MEASURED, 600, 600)))
        .containsExactly(GRID.start(1));
  }

  @Test
  void is_not_exceeded_by_a_guess() {
    assertThat(starts(rule(GRID.start()), values(Quality.REGISTER_SCALED, 600))).isEmpty();
    assertThat(starts(rule(GRID.start()), values(Quality.REGISTER_DIFFERENCE, 600))).hasSize(1);
  }

  @Test
  void is_not_exceeded_by_another_tenant() {
    CleanValues values = values(Quality.MEASURED, 600, 600, 600);

    assertThat(starts(device(GRID.start(), GRID.start(1), Optional.empty()), values))
        .containsExactly(GRID.start(1));
    assertThat(
            starts(
                device(
                    GRID.start(),
                    GRID.start().minusSeconds(9),
                    Optional.of(GRID.end(0).minusSeconds(1))),
                values))
        .isEmpty();
  }

  @Test
  void gives_the_same_interval_the_same_id() {
    WatchedDevice rule = rule(GRID.start());
    CleanValues values = values(Quality.MEASURED, 600);

    assertThat(Limits.exceeded(rule, GRID, values, NOW).getFirst().id())
        .isEqualTo(Limits.exceeded(rule, GRID, values, NOW.plusSeconds(5)).getFirst().id());
  }
}
