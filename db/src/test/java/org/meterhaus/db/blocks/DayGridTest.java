package org.meterhaus.db.blocks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The grid of a day")
class DayGridTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @ParameterizedTest
  @CsvSource({
    "2026-03-28, Europe/Berlin, 900, 96",
    "2026-03-29, Europe/Berlin, 900, 92",
    "2026-10-25, Europe/Berlin, 900, 100",
    "2026-10-25, Europe/Berlin, 1800, 50",
    "2026-10-25, Europe/Berlin, 3600, 25",
    // the clocks of Lord Howe Island change by half an hour
    "2026-10-04, Australia/Lord_Howe, 900, 94",
    "2026-06-01, Asia/Kathmandu, 900, 96",
  })
  void has_as_many_slots_as_the_day_has_intervals(
      LocalDate day, ZoneId zone, int intervalS, int slots) {
    assertThat(new DayGrid(day, zone, intervalS).slots()).isEqualTo(slots);
  }

  @Test
  void holds_the_interval_that_ends_at_midnight_but_not_the_one_that_begins_there() {
    var grid = new DayGrid(LocalDate.of(2026, 1, 1), BERLIN, 900);

    assertThat(grid.slotEnding(Instant.parse("2026-01-01T23:00:00Z"))).hasValue(95);
    assertThat(grid.slotEnding(Instant.parse("2025-12-31T23:00:00Z"))).isEmpty();
    assertThat(grid.slotEnding(Instant.parse("2025-12-31T23:15:00Z"))).hasValue(0);
    assertThat(grid.slotEnding(Instant.parse("2026-01-01T23:15:00Z"))).isEmpty();
    assertThat(grid.slotEnding(Instant.parse("2026-01-01T10:07:00Z"))).isEmpty();
    assertThat(DayGrid.ofIntervalEnding(Instant.parse("2026-01-01T23:00:00Z"), BERLIN, 900))
        .isEqualTo(grid);
  }
}
