package org.meterhaus.meters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Faults")
class FaultsTest {
  private static final Duration HALF_HOUR = Duration.ofMinutes(30);

  private static Weekly at(DayOfWeek day, String time) {
    return new Weekly(day, LocalTime.parse(time));
  }

  @Test
  void come_back_every_week_and_reach_over_midnight() {
    Fault.Lost lost = new Fault.Lost(0, at(DayOfWeek.SUNDAY, "23:30"), 3);
    Faults faults = new Faults(HALF_HOUR, List.of(lost));

    assertThat(faults.at(0, Instant.parse("2026-11-15T23:00:00Z"))).isNull();
    assertThat(faults.at(0, Instant.parse("2026-11-15T23:30:00Z"))).isEqualTo(lost);
    assertThat(faults.at(0, Instant.parse("2026-11-16T00:30:00Z"))).isEqualTo(lost);
    assertThat(faults.at(0, Instant.parse("2026-11-16T01:00:00Z"))).isNull();
    assertThat(faults.at(0, Instant.parse("2022-01-02T23:30:00Z"))).isEqualTo(lost);
    assertThat(faults.at(1, Instant.parse("2026-11-15T23:30:00Z"))).isNull();
  }

  @Test
  void without_a_day_come_back_every_day() {
    Fault.Spike spike = new Fault.Spike(0, new Weekly(null, LocalTime.of(7, 0)), 1);
    Faults faults = new Faults(HALF_HOUR, List.of(spike));

    for (int day = 10; day < 20; day++) {
      assertThat(faults.at(0, Instant.parse("2026-11-%dT07:00:00Z".formatted(day))))
          .isEqualTo(spike);
      assertThat(faults.at(0, Instant.parse("2026-11-%dT07:30:00Z".formatted(day)))).isNull();
    }
  }

  @Test
  void take_the_meter_offline_from_the_second_on_and_no_longer_than_said() {
    Faults faults =
        new Faults(
            HALF_HOUR,
            List.of(new Fault.Offline(at(DayOfWeek.SUNDAY, "03:00"), Duration.ofHours(1))));

    assertThat(faults.offlineAt(Instant.parse("2026-11-15T02:59:59.999Z"))).isFalse();
    assertThat(faults.offlineAt(Instant.parse("2026-11-15T03:00:00Z"))).isTrue();
    assertThat(faults.offlineAt(Instant.parse("2026-11-15T03:59:59.999Z"))).isTrue();
    assertThat(faults.offlineAt(Instant.parse("2026-11-15T04:00:00Z"))).isFalse();
    assertThat(faults.at(0, Instant.parse("2026-11-15T03:00:00Z"))).isNull();
  }

  @Test
  void must_not_meet_on_one_channel() {
    Fault.Lost lost = new Fault.Lost(0, at(DayOfWeek.MONDAY, "10:00"), 4);
    Fault.Spike daily = new Fault.Spike(0, new Weekly(null, LocalTime.of(11, 30)), 1);
    Fault.Spike elsewhere = new Fault.Spike(1, new Weekly(null, LocalTime.of(11, 30)), 1);

    assertThat(new Faults(HALF_HOUR, List.of(lost, elsewhere)).all()).hasSize(2);
    assertThatThrownBy(() -> new Faults(HALF_HOUR, List.of(lost, daily)))
        .hasMessageContaining("faults overlap");
  }
}
