package org.meterhaus.processing.vee;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The local days of a series")
class LocalDaysTest {

  private static LocalDays days(String zone, LocalDate first, int days, int intervalS) {
    ZoneId id = ZoneId.of(zone);
    var start = first.atStartOfDay(id).toInstant();
    var end = first.plusDays(days).atStartOfDay(id).toInstant();
    int count = (int) (Duration.between(start, end).toSeconds() / intervalS);
    return new LocalDays(new Slots(start, count, intervalS, id));
  }

  @ParameterizedTest
  @CsvSource({
    "Europe/Berlin, 2026-03-29, 92",
    "Europe/Berlin, 2026-10-25, 100",
    "Europe/Berlin, 2026-03-28, 96",
    "Australia/Lord_Howe, 2026-04-05, 98",
    "Australia/Lord_Howe, 2026-10-04, 94",
    "Asia/Kolkata, 2026-10-25, 96",
    "Europe/Berlin, 2028-02-29, 96",
    "Europe/Berlin, 2026-12-31, 96"
  })
  void have_as_many_quarter_hours_as_the_clock_gives_them(String zone, LocalDate day, int slots) {
    LocalDays days = days(zone, day.minusDays(1), 3, 900);

    assertThat(days.end(1) - days.first(1)).isEqualTo(slots);
  }

  @ParameterizedTest
  @CsvSource({"Europe/Berlin, 2026-03-29", "Europe/Berlin, 2026-10-25", "Asia/Kolkata, 2026-10-25"})
  void find_the_same_local_time_on_both_sides_of_a_clock_change(String zone, LocalDate day) {
    LocalDays days = days(zone, day.minusDays(1), 3, 900);
    int noonBefore = days.first(0) + 48;

    int noon = days.counterpart(noonBefore, 1);

    assertThat(days.end(1) - noon).isEqualTo(48);
    assertThat(days.counterpart(noon, 1)).isEqualTo(days.first(2) + 48);
    assertThat(days.counterpart(noonBefore, -1)).isEqualTo(LocalDays.NONE);
  }
}
