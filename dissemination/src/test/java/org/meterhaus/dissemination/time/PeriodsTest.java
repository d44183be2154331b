package org.meterhaus.dissemination.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.meterhaus.dissemination.TestHome;
import org.meterhaus.dissemination.time.Periods.ClockChange;

@DisplayName("TimeService")
class PeriodsTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-21T12:00:00Z"));

  private final Periods periods = new Periods(CLOCK, 1_000);
  private final SystemTime systemTime = new SystemTime(CLOCK);

  @Test
  void computes_last_month_in_a_zone_and_marks_the_day_that_is_longer() {
    Periods.Period period = periods.compute("last-month", "Europe/Berlin", "PT1H");

    assertThat(period.interval())
        .isEqualTo(
            new Interval(
                Instant.parse("2026-09-30T22:00:00Z"), Instant.parse("2026-10-31T23:00:00Z")));
    assertThat(period.buckets()).hasSize(31 * 24 + 1);
    assertThat(period.clockChanges())
        .containsExactly(new ClockChange(LocalDate.parse("2026-10-25"), Duration.ofHours(25)));
  }

  @Test
  void marks_the_day_that_is_shorter_and_none_where_the_clock_never_changes() {
    assertThat(periods.compute("2026-03-01/P1M", "Europe/Berlin", "P1D").clockChanges())
        .containsExactly(new ClockChange(LocalDate.parse("2026-03-29"), Duration.ofHours(23)));
    assertThat(periods.compute("2026-03-01/P1M", "Asia/Kolkata", "P1D").clockChanges()).isEmpty();
    assertThat(periods.compute("2026-03-01/P1M", "UTC", null).resolution()).isEqualTo("PT1H");
  }

  @Test
  void refuses_a_zone_that_is_none_and_more_buckets_than_the_limit() {
    assertThat(TestHome.refusal(() -> periods.compute("today", "Berlin", null)))
        .isEqualTo("invalid-parameter");
    assertThat(TestHome.refusal(() -> periods.compute("today", "x".repeat(10_000), null)))
        .isEqualTo("invalid-parameter");
    assertThat(TestHome.refusal(() -> periods.compute("this-month", "UTC", "PT15M")))
        .isEqualTo("too-many-values");
  }

  @Test
  void tells_the_time_and_when_the_clock_changes() {
    SystemTime.Answer berlin = systemTime.now("Europe/Berlin");

    assertThat(berlin.utcOffset()).isEqualTo("+01:00");
    assertThat(berlin.lastClockChange()).isEqualTo("2026-10-25T01:00:00Z");
    assertThat(berlin.nextClockChange()).isEqualTo("2027-03-28T01:00:00Z");
    assertThat(systemTime.now(null).nextClockChange()).isNull();
    assertThat(systemTime.now(null).utcOffset()).isEqualTo("Z");
  }
}
