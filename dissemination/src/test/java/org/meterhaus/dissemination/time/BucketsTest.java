package org.meterhaus.dissemination.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.meterhaus.dissemination.TestHome;
import org.meterhaus.dissemination.time.Periods.Bucket;

@DisplayName("Buckets")
class BucketsTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  @ParameterizedTest(name = "{1} on {0} in {2}: {3}")
  @CsvSource({
    // an ordinary day, the day of 23 hours, the day of 25
    "2026-11-20, PT15M, Europe/Berlin, 96",
    "2026-03-29, PT15M, Europe/Berlin, 92",
    "2026-10-25, PT15M, Europe/Berlin, 100",
    "2026-03-29, PT1H, Europe/Berlin, 23",
    "2026-10-25, PT1H, Europe/Berlin, 25",
    "2026-03-29, PT6H, Europe/Berlin, 4",
    "2026-10-25, PT6H, Europe/Berlin, 4",
    "2026-10-25, PT12H, Europe/Berlin, 2",
    // a clock change at midnight, so that the day begins at 01:00 (2018-11-04 in Sao Paulo)
    "2018-11-04, PT1H, America/Sao_Paulo, 23",
    "2018-11-04, PT6H, America/Sao_Paulo, 4",
    // half-hour zones and half-hour summer time
    "2026-11-20, PT30M, Asia/Kolkata, 48",
    "2026-04-05, PT30M, Australia/Lord_Howe, 49",
    "2026-10-04, PT30M, Australia/Lord_Howe, 47",
    "2026-11-20, PT24H, UTC, 1"
  })
  void of_a_day_are_as_many_as_the_day_has(String day, String resolution, String zone, int count) {
    assertThat(cut(day + "/P1D", zone, resolution)).hasSize(count).noneMatch(Bucket::partial);
  }

  @Test
  void by_the_clock_on_the_wall_are_longer_or_shorter_when_it_changes() {
    assertThat(cut("2026-10-25/P1D", "Europe/Berlin", "PT6H"))
        .extracting(bucket -> bucket.start().toString())
        .containsExactly(
            "2026-10-24T22:00:00Z",
            "2026-10-25T05:00:00Z",
            "2026-10-25T11:00:00Z",
            "2026-10-25T17:00:00Z");
  }

  @Test
  void lie_on_the_calendar_so_that_those_at_the_ends_may_be_partial() {
    assertThat(cut("2026-01-15/2026-03-10", "Europe/Berlin", "P1M"))
        .extracting(bucket -> bucket.start().atZone(BERLIN).toLocalDate() + " " + bucket.partial())
        .containsExactly("2026-01-15 true", "2026-02-01 false", "2026-03-01 true");
  }

  @Test
  void of_a_week_begin_on_monday() {
    assertThat(cut("2026-11-16/P14D", "Europe/Berlin", "P1W"))
        .hasSize(2)
        .noneMatch(Bucket::partial);
  }

  @Test
  void of_a_quarter_and_a_year_begin_with_their_first_month() {
    assertThat(cut("2025-01-01/2027-01-01", "Europe/Berlin", "P3M"))
        .hasSize(8)
        .noneMatch(Bucket::partial);
    assertThat(cut("2025-01-01/2027-01-01", "Europe/Berlin", "P1Y"))
        .hasSize(2)
        .noneMatch(Bucket::partial);
  }

  @Test
  void that_the_calendar_has_no_place_for_are_counted_from_the_start_and_never_drift() {
    assertThat(cut("2026-01-31/2026-12-01", "UTC", "P5M"))
        .extracting(bucket -> bucket.start().toString().substring(0, 10))
        .containsExactly("2026-01-31", "2026-06-30", "2026-11-30");
    assertThat(cut("2026-01-01T01:00/PT21H", "UTC", "PT7H")).hasSize(3).noneMatch(Bucket::partial);
  }

  @Test
  void are_refused_when_they_are_too_many_before_they_are_counted() {
    assertThat(TestHome.refusal(() -> cut("2020-01-01/P10Y", "UTC", "PT1S")))
        .isEqualTo("too-many-values");
    assertThat(TestHome.refusal(() -> cut("2026-01-01/P1DT1S", "UTC", "PT2S")))
        .isEqualTo("too-many-values");
  }

  static LongStream seeds() {
    return LongStream.range(0, 300);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void cover_the_interval_exactly_in_any_zone_and_only_the_ends_are_partial(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    List<String> zones = ZoneId.getAvailableZoneIds().stream().sorted().toList();
    ZoneId zone = ZoneId.of(zones.get(random.nextInt(zones.size())));
    List<String> steps =
        List.of("PT15M", "PT1H", "PT5H", "PT6H", "PT25H", "P1D", "P3D", "P1W", "P1M", "P5M", "P1Y");
    Resolution step = Resolution.parse(steps.get(random.nextInt(steps.size())));
    Instant start = Instant.ofEpochSecond(random.nextLong(0, 1_900_000_000L));
    var interval = new Interval(start, start.plusSeconds(random.nextLong(1, 40_000_000L)));

    List<Bucket> buckets = Buckets.cut(interval, zone, step, 50_000);

    assertThat(buckets.getFirst().start()).isEqualTo(interval.start());
    assertThat(buckets.getLast().end()).isEqualTo(interval.end());
    for (int i = 0; i < buckets.size(); i++) {
      assertThat(buckets.get(i).start()).isBefore(buckets.get(i).end());
      if (i > 0) {
        assertThat(buckets.get(i).start()).isEqualTo(buckets.get(i - 1).end());
      }
      if (i > 0 && i < buckets.size() - 1) {
        assertThat(buckets.get(i).partial()).isFalse();
      }
    }
  }

  private static List<Bucket> cut(String expression, String zone, String resolution) {
    ZoneId zoneId = ZoneId.of(zone);
    Interval interval = IntervalExpression.resolve(expression, zoneId, NOW);
    return Buckets.cut(interval, zoneId, Resolution.parse(resolution), 40_000);
  }
}
