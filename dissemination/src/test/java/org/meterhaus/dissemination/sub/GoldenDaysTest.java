package org.meterhaus.dissemination.sub;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meterhaus.db.blocks.DayGrid;
import org.meterhaus.db.customers.Customers;
import org.meterhaus.db.house.Building;
import org.meterhaus.db.house.Channel;
import org.meterhaus.db.house.Dwelling;
import org.meterhaus.db.house.House;
import org.meterhaus.db.house.Meter;
import org.meterhaus.db.house.Section;
import org.meterhaus.db.house.UsagePoint;
import org.meterhaus.dissemination.TestHome;

/**
 * Days that are not 24 hours long, zones that are half an hour beside the others, leap years and
 * the change of the year. Each flat's slot n of a day has n Wh, so that figures can be told by
 * hand.
 */
@DisplayName("A bucket")
class GoldenDaysTest {
  private static final List<String> FUNCTIONS =
      List.of("max", "min", "avg", "sum", "count", "first", "last", "peak-time");

  private static TestHome home;

  @BeforeAll
  static void open() {
    home = new TestHome();
    home.now(Instant.parse("2029-02-01T00:00:00Z"));
    var spans =
        Map.of(
            "berlin", List.of("2026-03-28/5", "2026-10-24/4", "2026-12-28/7"),
            "howe", List.of("2026-04-04/3", "2026-10-03/3"),
            "kolkata", List.of("2027-12-31/368"));
    int meter = 900;
    for (var place : new TreeMap<>(spans).entrySet()) {
      ZoneId zone =
          switch (place.getKey()) {
            case "berlin" -> TestHome.ZONE;
            case "howe" -> ZoneId.of("Australia/Lord_Howe");
            default -> ZoneId.of("Asia/Kolkata");
          };
      Channel channel = flat(place.getKey(), zone, "MHV%013d".formatted(meter++));
      for (String span : place.getValue()) {
        String[] parts = span.split("/", -1);
        LocalDate first = LocalDate.parse(parts[0]);
        for (int i = 0; i < Integer.parseInt(parts[1]); i++) {
          day(channel, zone, first.plusDays(i));
        }
      }
    }
  }

  @AfterAll
  static void close() {
    home.close();
  }

  private static Channel flat(String id, ZoneId zone, String meter) {
    return home.database()
        .inTransaction(session -> {
          var house = new House(session);
          house.put(new Building(id, id, zone, "WG"));
          house.put(new Section("s-" + id, id, id));
          house.putSink("sink-" + id, id);
          house.put(new Dwelling(id, "s-" + id, id, 50, 1));
          house.put(new Meter(meter, "sink-" + id, id, meter));
          Channel channel =
              house.putChannel(
                  meter, "1.0.1.8.0.255", Duration.ofMinutes(15), Channel.Kind.MAIN, 4_000);
          house.put(new UsagePoint(id, id, channel.id()));
          new Customers(session).putOccupancy("c-A-01", id, TestHome.MOVED_IN, null);
          return channel;
        });
  }

  private static void day(Channel channel, ZoneId zone, LocalDate day) {
    var grid = new DayGrid(day, zone, 900);
    var values = new Integer[grid.slots()];
    for (int slot = 0; slot < values.length; slot++) {
      values[slot] = slot;
    }
    home.day(channel, day, values, new byte[values.length], grid.end());
  }

  private static Aggregate.Answer ask(String place, String interval, String bucket) {
    return home.useCases()
        .aggregate()
        .ofUsagePoint(TestHome.caller(), place, interval, bucket, FUNCTIONS);
  }

  @ParameterizedTest(name = "of {1} in {0} has {2} quarter hours")
  @CsvSource({
    "berlin,  2026-03-28, 96, 2026-03-27T23:00:00Z",
    "berlin,  2026-03-29, 92, 2026-03-28T23:00:00Z",
    "berlin,  2026-03-30, 96, 2026-03-29T22:00:00Z",
    "berlin,  2026-10-25, 100, 2026-10-24T22:00:00Z",
    "berlin,  2026-10-26, 96, 2026-10-25T23:00:00Z",
    "howe,    2026-04-05, 98, 2026-04-04T13:00:00Z",
    "howe,    2026-10-04, 94, 2026-10-03T13:30:00Z",
    "kolkata, 2028-02-29, 96, 2028-02-28T18:30:00Z"
  })
  void of_a_day_has_the_quarter_hours_of_that_day(
      String place, String day, int quarters, Instant start) {
    var bucket = ask(place, day + "/P1D", "P1D").buckets().getFirst();
    var figures = bucket.figures();
    Instant last = start.plus(Duration.ofMinutes(15L * (quarters - 1)));

    assertThat(bucket.start()).isEqualTo(start);
    assertThat(bucket.end()).isEqualTo(last.plus(Duration.ofMinutes(15)));
    assertThat(bucket.partial()).isFalse();
    assertThat(bucket.coverage().expectedCount()).isEqualTo(quarters);
    assertThat(bucket.coverage().share()).isEqualTo("1.0000");
    assertThat(figures.count()).isEqualTo(quarters);
    assertThat(figures.sumWh()).isEqualTo(quarters * (quarters - 1L) / 2);
    assertThat(figures.avgWh())
        .isEqualByComparingTo(new BigDecimal(quarters - 1).divide(BigDecimal.TWO));
    assertThat(figures.min()).isEqualTo(new Figures.Extreme(0, start));
    assertThat(figures.first()).isEqualTo(new Figures.Extreme(0, start));
    assertThat(figures.max()).isEqualTo(new Figures.Extreme(quarters - 1, last));
    assertThat(figures.last()).isEqualTo(new Figures.Extreme(quarters - 1, last));
    assertThat(figures.peakTime())
        .isEqualTo(
            new Figures.PeakTime(last, last.plus(Duration.ofMinutes(15)), 4L * (quarters - 1)));
  }

  @ParameterizedTest(name = "of {2} on {1} in {0}: {3}")
  @CsvSource({
    "berlin, 2026-03-29, PT1H, 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4 4",
    "berlin, 2026-10-25, PT6H, 28 24 24 24",
    "berlin, 2026-03-29, PT3H, 8 12 12 12 12 12 12 12",
    "howe,   2026-04-05, PT12H, 50 48",
    "howe,   2026-10-04, PT6H, 22 24 24 24",
    "howe,   2026-10-04, PT30M, 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2 2"
  })
  void of_hours_lies_on_the_clock_of_the_zone(
      String place, String day, String bucket, String counts) {
    assertThat(
            ask(place, day + "/P1D", bucket).buckets().stream()
                .map(each -> String.valueOf(each.coverage().expectedCount())))
        .containsExactly(counts.split(" ", -1));
  }

  @Test
  void of_february_in_a_leap_year_has_29_days_and_of_the_year_366() {
    var months = ask("kolkata", "2028-01-01/2029-01-01", "P1M").buckets();
    var year = ask("kolkata", "2028-01-01/2029-01-01", "P1Y").buckets();
    long aDay = 96 * 95 / 2;

    assertThat(months).hasSize(12);
    assertThat(months.get(1).coverage().expectedCount()).isEqualTo(29 * 96);
    assertThat(months.get(1).figures().sumWh()).isEqualTo(29 * aDay);
    assertThat(year).hasSize(1);
    assertThat(year.getFirst().coverage().presentCount()).isEqualTo(366 * 96);
    assertThat(year.getFirst().figures().sumWh()).isEqualTo(366 * aDay);
    assertThat(year.getFirst().start()).isEqualTo(Instant.parse("2027-12-31T18:30:00Z"));
  }

  @Test
  void of_a_week_runs_on_over_the_change_of_the_year_and_of_a_year_does_not() {
    var weeks = ask("berlin", "2026-12-28/2027-01-04", "P1W").buckets();
    var years = ask("berlin", "2026-12-28/2027-01-04", "P1Y").buckets();
    long aDay = 96 * 95 / 2;

    assertThat(weeks).hasSize(1);
    assertThat(weeks.getFirst().partial()).isFalse();
    assertThat(weeks.getFirst().figures().sumWh()).isEqualTo(7 * aDay);
    assertThat(years)
        .extracting(bucket -> bucket.figures().sumWh())
        .containsExactly(4 * aDay, 3 * aDay);
    assertThat(years).allMatch(Aggregate.Bucket::partial);
    assertThat(years.getLast().start()).isEqualTo(Instant.parse("2026-12-31T23:00:00Z"));
  }
}
