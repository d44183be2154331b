package org.meterhaus.db.tariffs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.MonthDay;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.meterhaus.db.TestDatabase;
import org.meterhaus.db.TestHouse;
import org.meterhaus.db.tariffs.PriceWindow.Season;

@DisplayName("A tariff")
class TariffsTest {
  private static final LocalDate JANUARY = LocalDate.parse("2026-01-01");
  private static final Set<DayOfWeek> WEEKEND = EnumSet.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY);
  private static final Season WINTER =
      new Season(MonthDay.parse("--11-01"), MonthDay.parse("--02-29"));

  private static TestDatabase test;

  @BeforeAll
  static void open() {
    test = TestDatabase.create();
    test.database()
        .transact(session -> {
          TestHouse.build(session, "Europe/Berlin");
          TestHouse.flat(session, "A-01", "MHV0000000000101", 900, 4_000);
        });
  }

  @AfterAll
  static void close() {
    test.close();
  }

  private static List<TariffTerm> termsOf(String usagePoint) {
    return test.database().reading(session -> new Tariffs(session).of(usagePoint));
  }

  private static Tariff tariff(String id) {
    var first =
        new TariffVersion(
            LocalDate.parse("2025-01-01"),
            new BigDecimal("27.4"),
            Map.of("day", new BigDecimal("31.05"), "weekend", new BigDecimal("-0.000001")),
            List.of(
                new PriceWindow("weekend", WINTER, WEEKEND, true, 0, 360),
                new PriceWindow("weekend", null, Set.of(), true, 360, 1440),
                PriceWindow.always("day")));
    var second = TariffVersion.flat(JANUARY, BigDecimal.ZERO, new BigDecimal("100"));
    return new Tariff(
        id,
        "Time of use",
        List.of(first, second),
        Map.of(LocalDate.parse("2025-12-25"), "Christmas Day"));
  }

  @Test
  void is_found_as_it_was_put_however_often() {
    for (int i = 0; i < 2; i++) {
      test.database().transact(session -> new Tariffs(session).put(tariff("twice")));
    }
    test.database().transact(session -> new Tariffs(session).assign("A-01", "twice", JANUARY));

    assertThat(termsOf("A-01")).containsExactly(new TariffTerm(tariff("twice"), JANUARY, null));
  }

  @Test
  void follows_another_on_the_day_from_which_it_is_given() {
    LocalDate may = LocalDate.parse("2026-05-01");
    LocalDate june = LocalDate.parse("2026-06-01");
    test.database()
        .transact(session -> {
          TestHouse.flat(session, "A-02", "MHV0000000000102", 900, 4_000);
          var tariffs = new Tariffs(session);
          tariffs.put(tariff("a"));
          tariffs.put(tariff("b"));
          tariffs.assign("A-02", "a", JANUARY);
          tariffs.assign("A-02", "b", june);
          tariffs.assign("A-02", "b", may);
        });

    assertThat(termsOf("A-02"))
        .containsExactly(
            new TariffTerm(tariff("a"), JANUARY, may), new TariffTerm(tariff("b"), may, null));
    assertThat(termsOf("A-03")).isEmpty();
  }

  @Test
  void has_the_version_of_the_day() {
    assertThat(tariff("a").on(LocalDate.parse("2024-12-31"))).isEmpty();
    assertThat(tariff("a").on(LocalDate.parse("2025-12-31")))
        .hasValue(tariff("a").versions().getFirst());
    assertThat(tariff("a").on(JANUARY)).hasValue(tariff("a").versions().getLast());
  }

  @Test
  void knows_seasons_that_run_over_the_new_year_and_holidays_that_are_no_weekday() {
    var window = new PriceWindow("p", WINTER, WEEKEND, false, 0, 1440);

    assertThat(window.covers(LocalDate.parse("2026-10-31"), false)).isFalse();
    assertThat(window.covers(LocalDate.parse("2026-11-01"), false)).isTrue();
    assertThat(window.covers(LocalDate.parse("2027-02-28"), false)).isTrue();
    assertThat(window.covers(LocalDate.parse("2027-03-06"), false)).isFalse();
    assertThat(window.covers(LocalDate.parse("2026-11-01"), true)).isFalse();
    assertThat(window.covers(LocalDate.parse("2026-11-02"), false)).isFalse();
    assertThat(PriceWindow.always("p").covers(LocalDate.parse("2026-12-25"), true)).isTrue();
  }

  @Test
  void cannot_leave_a_moment_without_a_price_or_have_more_decimals_than_are_kept() {
    Map<String, BigDecimal> prices = Map.of("p", BigDecimal.TEN);
    assertThatThrownBy(() ->
            new TariffVersion(
                JANUARY,
                BigDecimal.ZERO,
                prices,
                List.of(new PriceWindow("p", null, WEEKEND, true, 0, 1440))))
        .hasMessageContaining("must fit always");
    assertThatThrownBy(() ->
            new TariffVersion(
                JANUARY, BigDecimal.ZERO, prices, List.of(PriceWindow.always("other"))))
        .hasMessageContaining("other");
    assertThatThrownBy(
            () -> TariffVersion.flat(JANUARY, BigDecimal.ZERO, new BigDecimal("1.0000001")))
        .hasMessageContaining("1.0000001");
    assertThatThrownBy(() -> new PriceWindow("p", null, WEEKEND, true, 600, 600))
        .hasMessageContaining("600");
  }
}
