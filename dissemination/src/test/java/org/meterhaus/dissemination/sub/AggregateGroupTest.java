package org.meterhaus.dissemination.sub;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.meterhaus.db.blocks.DayGrid;
import org.meterhaus.db.blocks.Quality;
import org.meterhaus.db.customers.Customers;
import org.meterhaus.db.house.Channel;
import org.meterhaus.db.house.Dwelling;
import org.meterhaus.db.house.House;
import org.meterhaus.db.house.Meter;
import org.meterhaus.db.house.UsagePoint;
import org.meterhaus.dissemination.TestHome;
import org.meterhaus.dissemination.sub.AggregateGroup.Bucket;
import org.meterhaus.dissemination.sub.AggregateGroup.Request;

@DisplayName("Flats together")
class AggregateGroupTest {
  private static final LocalDate DAY = LocalDate.parse("2026-11-19");
  private static final LocalDate NEXT = DAY.plusDays(1);
  private static final Request BY_DAY =
      new Request(DAY + "/P2D", "P1D", List.of("sum", "max", "min", "count", "p50"));

  private TestHome home;

  @BeforeEach
  void open() {
    home = new TestHome();
    for (int i = 1; i <= 5; i++) {
      home.flatDay(home.channel("A-0" + i, 0), DAY, 100 * i);
      if (i < 5) {
        home.flatDay(home.channel("A-0" + i, 0), NEXT, 100 * i);
      }
    }
  }

  @AfterEach
  void close() {
    home.close();
  }

  private AggregateGroup group() {
    return home.useCases().aggregateGroup();
  }

  private static Figures figures(Bucket bucket) {
    return Objects.requireNonNull(bucket.values()).figures();
  }

  @Test
  void are_added_up_interval_by_interval() {
    Bucket day = group().ofSection(TestHome.caller(), "A", BY_DAY).buckets().getFirst();

    assertThat(day.flats()).isEqualTo(5);
    assertThat(figures(day).sumWh()).isEqualTo(48 * 1_500);
    assertThat(Objects.requireNonNull(figures(day).max()).valueWh()).isEqualTo(1_500);
    assertThat(figures(day).percentiles())
        .containsExactly(new Figures.Percentile(50, new BigDecimal("1500.000")));
  }

  @Test
  void are_withheld_bucket_by_bucket_where_fewer_than_five_have_data() {
    List<Bucket> days = group().ofSection(TestHome.caller(), "A", BY_DAY).buckets();

    assertThat(days).extracting(Bucket::withheld).containsExactly(false, true);
    assertThat(days.getLast().values()).isNull();
    assertThat(days.getLast().flats()).isNull();
  }

  @Test
  void count_an_interval_only_where_all_of_them_have_a_value() {
    var gap = new @Nullable Integer[48];
    Arrays.fill(gap, 1);
    gap[3] = null;
    home.day(home.channel("A-05", 0), NEXT, Quality.MEASURED, gap);

    Bucket day = group().ofSection(TestHome.caller(), "A", BY_DAY).buckets().getLast();

    assertThat(figures(day).count()).isEqualTo(47);
    assertThat(figures(day).sumWh()).isEqualTo(47 * 1_001);
    assertThat(Objects.requireNonNull(day.values()).coverage().expectedCount()).isEqualTo(48);
  }

  /** Seven flats less the section of five that anybody may ask for are the two of the other. */
  @Test
  void of_a_building_are_withheld_where_they_would_tell_of_a_withheld_section() {
    Bucket alone = group().ofBuilding(TestHome.caller(), "lindenhof", BY_DAY).buckets().getFirst();
    for (int i = 1; i <= 2; i++) {
      home.flatDay(home.channel("B-0" + i, 0), DAY, 10);
    }
    Bucket both = group().ofBuilding(TestHome.caller(), "lindenhof", BY_DAY).buckets().getFirst();

    assertThat(alone.withheld()).isFalse();
    assertThat(alone.flats()).isEqualTo(5);
    assertThat(both.withheld()).isTrue();
    assertThat(group().ofSection(TestHome.caller(), "B", BY_DAY).buckets())
        .extracting(Bucket::withheld)
        .containsExactly(true, false);
    assertThat(group().ofSection(TestHome.caller(), "B", BY_DAY).buckets().getLast().flats())
        .isZero();
  }

  /** One flat in quarter hours beside those in half-hours. */
  @Test
  void that_measure_in_different_steps_are_brought_to_a_common_one() {
    Channel quarter =
        home.database()
            .inTransaction(session -> {
              var house = new House(session);
              String meter = "MHV0000000000999";
              house.put(new Dwelling("A-99", "A", "A-99", 50, 1));
              house.put(new Meter(meter, "sink-lindenhof", "A-99", meter));
              Channel channel =
                  house.putChannel(
                      meter, "1.0.1.8.0.255", Duration.ofMinutes(15), Channel.Kind.MAIN, 8_000);
              house.put(new UsagePoint("A-99", "A-99", channel.id()));
              new Customers(session).putOccupancy("c-A-01", "A-99", TestHome.MOVED_IN, null);
              return channel;
            });
    var values = new Integer[new DayGrid(DAY, TestHome.ZONE, 900).slots()];
    Arrays.fill(values, 7);
    home.day(
        quarter, DAY, values, new byte[values.length], new DayGrid(DAY, TestHome.ZONE, 900).end());

    Bucket section = group().ofSection(TestHome.caller(), "A", BY_DAY).buckets().getFirst();
    Bucket own = group().ofPortfolio(TestHome.caller(), BY_DAY).buckets().getFirst();

    assertThat(section.flats()).isEqualTo(6);
    assertThat(figures(section).sumWh()).isEqualTo(48 * 1_514);
    assertThat(own.flats()).isEqualTo(2);
    assertThat(figures(own).sumWh()).isEqualTo(48 * 114);
    assertThat(
            TestHome.refusal(() ->
                group()
                    .ofPortfolio(
                        TestHome.caller(), new Request(DAY + "/P1D", "PT15M", List.of("sum")))))
        .isEqualTo("invalid-resolution");
  }

  @Test
  void are_refused_where_they_are_too_many_or_not_asked_for_rightly() {
    assertThat(
            TestHome.refusal(() ->
                group()
                    .ofSection(TestHome.caller(), "A", new Request("soon", null, List.of("sum")))))
        .isEqualTo("invalid-interval");
    assertThat(
            TestHome.refusal(() ->
                group()
                    .ofSection(TestHome.caller(), "A", new Request("today", null, List.of("x")))))
        .isEqualTo("invalid-parameter");
    assertThat(
            TestHome.refusal(() ->
                group()
                    .ofBuilding(
                        TestHome.caller(),
                        "lindenhof",
                        new Request("2200-01-01/P1D", null, List.of("sum")))))
        .isEqualTo("invalid-interval");
  }
}
