package org.meterhaus.dissemination.utilisation;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.meterhaus.db.blocks.Quality;
import org.meterhaus.db.tariffs.Tariff;
import org.meterhaus.db.tariffs.TariffVersion;
import org.meterhaus.db.tariffs.Tariffs;
import org.meterhaus.dissemination.TestHome;

@DisplayName("The energy of a flat")
class UtilisationTest {
  private static final LocalDate DAY = LocalDate.parse("2026-11-20");

  private TestHome home;

  @BeforeEach
  void open() {
    home = new TestHome();
  }

  @AfterEach
  void close() {
    home.close();
  }

  private Utilisation.Answer ask() {
    return home.useCases().utilisation().ofUsagePoint(TestHome.caller(), "A-01", DAY + "/P1D");
  }

  private static Division.Part part(Utilisation.Answer answer, int device) {
    return Objects.requireNonNull(answer.devices().get(device).part());
  }

  @Test
  void is_that_of_its_appliances_and_a_rest() {
    home.flatDay(home.channel("A-01", 0), DAY, 100);
    home.flatDay(home.channel("A-01", 1), DAY, 30);
    home.flatDay(home.channel("A-01", 2), DAY, 20);

    Utilisation.Answer answer = ask();

    assertThat(answer.devices())
        .extracting(Utilisation.Device::id)
        .containsExactly("A-01-kettle", "A-01-lamp");
    assertThat(answer.division().share(part(answer, 0))).isEqualTo("0.3000");
    assertThat(answer.division().share(part(answer, 1))).isEqualTo("0.2000");
    assertThat(answer.division().rest().wh()).isEqualTo(48 * 50);
    assertThat(answer.division().share(answer.division().rest())).isEqualTo("0.5000");
    assertThat(answer.division().rest().cost()).isNull();
    assertThat(answer.note()).isNull();
  }

  @Test
  void has_no_rest_below_nothing_where_appliances_exceed_it_and_says_by_how_much_and_why() {
    home.flatDay(home.channel("A-01", 0), DAY, 100);
    var kettle = new Integer[48];
    Arrays.fill(kettle, 90);
    kettle[7] = 130;
    home.day(home.channel("A-01", 1), DAY, Quality.LIKE_DAY, kettle);

    Utilisation.Answer answer = ask();

    assertThat(answer.division().rest().wh()).isEqualTo(47 * 10);
    assertThat(answer.division().excessWh()).isEqualTo(30);
    assertThat(answer.division().excessCount()).isEqualTo(1);
    assertThat(answer.note())
        .isEqualTo(
            "In 1 of 48 meter intervals the appliances add up to more than the flat's meter, 30 Wh in all, because some values are estimated.");
  }

  @Test
  void counts_only_where_all_have_a_value_and_an_appliance_without_any_takes_no_part() {
    home.flatDay(home.channel("A-01", 0), DAY, 100);
    var kettle = new @Nullable Integer[48];
    Arrays.fill(kettle, 0, 24, 40);
    home.day(home.channel("A-01", 1), DAY, Quality.MEASURED, kettle);

    Utilisation.Answer answer = ask();

    assertThat(answer.division().comparedCount()).isEqualTo(24);
    assertThat(answer.division().flat().wh()).isEqualTo(2_400);
    assertThat(answer.division().share(part(answer, 0))).isEqualTo("0.4000");
    assertThat(answer.devices().getLast().part()).isNull();
    assertThat(answer.sumWh()).isEqualTo(4_800);
  }

  /** Whatever the values: flat = appliances + rest - excess, in energy and in money. */
  @Test
  void is_divided_without_loss() {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(3);
    for (int b = 0; b <= 2; b++) {
      var values = new @Nullable Integer[48];
      Arrays.setAll(values, _ -> random.nextInt(9) == 0 ? null : random.nextInt(500));
      home.day(home.channel("A-01", b), DAY, Quality.MEASURED, values);
    }
    var tariff =
        new Tariff(
            "t",
            "T",
            List.of(TariffVersion.flat(LocalDate.EPOCH, BigDecimal.ONE, new BigDecimal("33.3333"))),
            Map.of());
    home.database()
        .transact(session -> {
          new Tariffs(session).put(tariff);
          new Tariffs(session).assign("A-01", "t", DAY);
        });

    Division division = ask().division();

    long appliances =
        division.devices().stream().mapToLong(each -> Objects.requireNonNull(each).wh()).sum();
    assertThat(division.excessWh()).isPositive();
    assertThat(division.flat().wh())
        .isEqualTo(appliances + division.rest().wh() - division.excessWh());
    assertThat(Objects.requireNonNull(division.rest().cost()).energyCt())
        .isEqualByComparingTo(
            new BigDecimal("33.3333")
                .multiply(new BigDecimal(division.rest().wh()))
                .movePointLeft(3));
    assertThat(Objects.requireNonNull(division.rest().cost()).standingDays()).isZero();
  }

  @Test
  void of_a_device_costs_what_its_values_cost() {
    home.flatDay(home.channel("A-01", 1), DAY, 250);
    assertThat(deviceCost()).isNull();
    home.database()
        .transact(session -> {
          new Tariffs(session)
              .put(
                  new Tariff(
                      "t",
                      "T",
                      List.of(TariffVersion.flat(LocalDate.EPOCH, BigDecimal.ONE, BigDecimal.TEN)),
                      Map.of()));
          new Tariffs(session).assign("A-01", "t", DAY);
        });

    assertThat(deviceCost()).isEqualByComparingTo("120");
  }

  private @Nullable BigDecimal deviceCost() {
    var cost =
        home.useCases()
            .devices()
            .utilisation(TestHome.caller(), "A-01-kettle", DAY + "/P1D", null)
            .cost();
    return cost == null ? null : cost.energyCt();
  }
}
