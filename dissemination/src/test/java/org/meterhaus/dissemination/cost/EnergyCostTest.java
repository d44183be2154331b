package org.meterhaus.dissemination.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meterhaus.db.blocks.DayGrid;
import org.meterhaus.db.blocks.Quality;
import org.meterhaus.db.house.Channel;
import org.meterhaus.db.tariffs.PriceWindow;
import org.meterhaus.db.tariffs.Tariff;
import org.meterhaus.db.tariffs.TariffVersion;
import org.meterhaus.db.tariffs.Tariffs;
import org.meterhaus.dissemination.TestHome;
import org.meterhaus.dissemination.cost.EnergyCost.Bucket;

@DisplayName("The cost of energy")
class EnergyCostTest {
  private static final LocalDate FIRST = LocalDate.parse("2026-10-01");
  private static final LocalDate AFTER = LocalDate.parse("2026-11-10");
  private static final LocalDate HOLIDAY = LocalDate.parse("2026-10-03");
  private static final Set<DayOfWeek> WORKDAYS = EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY);

  private static TestHome home;

  @BeforeAll
  static void open() {
    home = new TestHome();
    var october =
        new TariffVersion(
            LocalDate.parse("2025-01-01"),
            new BigDecimal("30.5"),
            Map.of("day", new BigDecimal("32.4567"), "night", new BigDecimal("21.1")),
            List.of(
                new PriceWindow("day", null, WORKDAYS, false, 6 * 60, 22 * 60),
                PriceWindow.always("night")));
    var november =
        TariffVersion.flat(
            LocalDate.parse("2026-11-01"), new BigDecimal("31"), new BigDecimal("30"));
    var tariff =
        new Tariff(
            "tou", "Day and night", List.of(october, november), Map.of(HOLIDAY, "Unity Day"));
    home.database()
        .transact(session -> {
          new Tariffs(session).put(tariff);
          new Tariffs(session).assign("A-01", "tou", LocalDate.parse("2026-10-02"));
        });
    Channel channel = home.channel("A-01", 0);
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(11);
    for (LocalDate day = FIRST; day.isBefore(AFTER); day = day.plusDays(1)) {
      var values =
          new @Nullable Integer[new DayGrid(day, TestHome.ZONE, TestHome.INTERVAL_S).slots()];
      Arrays.setAll(values, _ -> random.nextInt(1_000));
      if (day.equals(LocalDate.parse("2026-10-07"))) {
        values[20] = null;
      }
      home.day(channel, day, Quality.MEASURED, values);
    }
    flat("A-02", LocalDate.parse("2026-10-05"), 1_000); // a Monday
    flat("A-02", LocalDate.parse("2026-10-03"), 1_000); // a Saturday, and a holiday
    flat("A-02", LocalDate.parse("2026-10-25"), 1_000); // a Sunday of 25 hours
    home.database().transact(session -> new Tariffs(session).assign("A-02", "tou", FIRST));
  }

  private static void flat(String flat, LocalDate day, int wh) {
    home.flatDay(home.channel(flat, 0), day, wh);
  }

  @AfterAll
  static void close() {
    home.close();
  }

  private static EnergyCost.Answer ask(String interval, @Nullable String bucket) {
    return home.useCases().energyCost().ofUsagePoint(TestHome.caller(), "A-01", interval, bucket);
  }

  private static Cost costOfNeighbour(String interval) {
    return home.useCases()
        .energyCost()
        .ofUsagePoint(TestHome.caller("c-A-02"), "A-02", interval, null)
        .whole()
        .cost();
  }

  @Test
  void is_the_energy_of_each_window_times_its_price_and_the_standing_charge() {
    Cost cost = costOfNeighbour("2026-10-05/P1D");

    // 32 half-hours from 6 to 22 o'clock, 16 others, of 1 kWh each
    assertThat(cost.lines())
        .extracting(Cost.Line::price, Cost.Line::wh, Cost.Line::ct)
        .containsExactlyInAnyOrder(
            tuple("day", 32_000L, new BigDecimal("1038.6144")),
            tuple("night", 16_000L, new BigDecimal("337.6")));
    assertThat(cost.energyCt()).isEqualByComparingTo("1376.2144");
    assertThat(cost.standingCt()).isEqualByComparingTo("30.5");
    assertThat(cost.totalCt()).isEqualByComparingTo("1406.7144");
    assertThat(cost.total()).isEqualTo("14.07");
  }

  @Test
  void is_that_of_the_night_on_holidays_and_weekends_and_counts_the_hour_that_comes_twice() {
    assertThat(costOfNeighbour("2026-10-03/P1D").energyCt()).isEqualByComparingTo("1012.8");
    assertThat(costOfNeighbour("2026-10-25/P1D").energyCt()).isEqualByComparingTo("1055");
  }

  @Test
  void changes_on_the_day_from_which_a_version_holds() {
    Cost cost = ask("2026-10-31/P2D", null).whole().cost();

    assertThat(cost.lines())
        .extracting(Cost.Line::validFrom)
        .containsExactly(LocalDate.parse("2025-01-01"), LocalDate.parse("2026-11-01"));
    assertThat(cost.standingCt()).isEqualByComparingTo("61.5");
  }

  @Test
  void leaves_out_what_is_missing_and_what_had_no_tariff_and_says_so() {
    EnergyCost.Answer gap = ask("2026-10-07/P1D", null);
    EnergyCost.Answer before = ask("2026-10-01/P2D", null);

    assertThat(gap.whole().isComplete()).isFalse();
    assertThat(gap.whole().cost().unpricedCount()).isZero();
    assertThat(gap.note())
        .isEqualTo("1 of 48 values are not there: what was used then is not in the cost.");
    assertThat(before.whole().isComplete()).isFalse();
    assertThat(before.whole().cost().unpricedCount()).isEqualTo(48);
    assertThat(before.whole().cost().standingDays()).isEqualTo(1);
    assertThat(before.note()).contains("while there was no tariff");
    assertThat(ask("2026-10-08/P1D", null).note()).isNull();
    assertThat(ask("2026-10-08/P1D", null).whole().isComplete()).isTrue();
  }

  /** To the last decimal: nothing is rounded before the total. */
  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"PT30M", "PT3H", "P1D", "P1W", "P1M", "interval"})
  void of_the_buckets_is_that_of_the_whole(String bucket) {
    EnergyCost.Answer answer = ask("2026-10-01T05:30/2026-11-09T23:00", bucket);

    assertThat(
            answer.buckets().stream()
                .map(Bucket::cost)
                .map(Cost::totalCt)
                .reduce(BigDecimal.ZERO, BigDecimal::add))
        .isEqualByComparingTo(answer.whole().cost().totalCt());
    assertThat(answer.buckets().stream().mapToInt(each -> each.cost().standingDays()).sum())
        .isEqualTo(answer.whole().cost().standingDays());
  }

  @Test
  void has_no_standing_charge_of_days_to_come_nor_of_a_day_that_began_before() {
    assertThat(ask("2026-11-20/2026-11-30", null).whole().cost().standingDays()).isEqualTo(2);
    assertThat(ask("2026-10-08T06:00/2026-10-08T18:00", null).whole().cost().standingDays())
        .isZero();
  }

  @Test
  void is_rounded_half_up_and_only_in_the_total() {
    var line = new Cost.Line("t", "T", FIRST, "p", new BigDecimal("0.5"), 1_000);
    var cost = new Cost(List.of(line), 0, 0, 0, BigDecimal.ZERO);

    assertThat(cost.totalCt()).isEqualTo("0.5");
    assertThat(cost.total()).isEqualTo("0.01");
  }
}
