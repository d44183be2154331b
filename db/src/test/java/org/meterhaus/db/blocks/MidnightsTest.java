package org.meterhaus.db.blocks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("Midnights")
class MidnightsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UTC",
        "Europe/Berlin",
        "Asia/Kathmandu", // a quarter of an hour beside the half
        "America/Sao_Paulo", // clocks that jumped over midnight
        "Australia/Lord_Howe", // and by half an hour
        "Pacific/Apia", // a day left out
        "Pacific/Kiritimati",
        "Etc/GMT+12"
      })
  void are_those_of_the_calendar(String name) {
    ZoneId zone = ZoneId.of(name);
    var random = new Random(name.hashCode());
    for (int i = 0; i < 20_000; i++) {
      long second = random.nextLong(0, 1L << 32);
      LocalDate day = Instant.ofEpochSecond(second).atZone(zone).toLocalDate();
      assertThat(Midnights.dayOf(second, zone)).isEqualTo(day);
      long start = day.atStartOfDay(zone).toEpochSecond();
      assertThat(Midnights.second(day, zone)).isEqualTo(start);
      assertThat(Midnights.dayOf(start, zone)).isEqualTo(day);
      assertThat(Midnights.dayOf(start - 1, zone))
          .isEqualTo(Instant.ofEpochSecond(start - 1).atZone(zone).toLocalDate());
    }
  }
}
