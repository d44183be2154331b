package org.meterhaus.dissemination.sub;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meterhaus.dissemination.TestHome;
import org.meterhaus.dissemination.time.IntervalExpression;

@DisplayName("The period before")
class ComparePeriodsTest {
  private static final ZoneId ZONE = TestHome.ZONE;

  private static TestHome home;

  @BeforeAll
  static void open() {
    home = new TestHome();
    var channel = home.channel("A-01", 0);
    for (LocalDate day = LocalDate.parse("2026-09-01");
        day.isBefore(LocalDate.parse("2026-11-01"));
        day = day.plusDays(1)) {
      home.flatDay(channel, day, day.getMonthValue() == 9 ? 100 : 110);
    }
  }

  @AfterAll
  static void close() {
    home.close();
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "2026-03-01/P1M,                  2026-02-01/2026-03-01",
    "2026-01-01/P3M,                  2025-10-01/2026-01-01",
    "2028-01-01/P1Y,                  2027-01-01/2028-01-01",
    "2026-10-25/P1D,                  2026-10-24/2026-10-25",
    "2026-10-19/P7D,                  2026-10-12/2026-10-19",
    "2026-10-25T12:00/2026-10-26T12:00, 2026-10-24T11:00:00+02:00/2026-10-25T12:00"
  })
  void lies_on_the_calendar_where_the_period_does(String period, String before) {
    var interval = IntervalExpression.resolve(period, ZONE, TestHome.NOW);

    if (period.contains("T12")) {
      // 24 hours, and one more where the clocks go back in them
      assertThat(ComparePeriods.before(interval, ZONE).length()).isEqualTo(interval.length());
      assertThat(ComparePeriods.before(interval, ZONE).end()).isEqualTo(interval.start());
    } else {
      assertThat(ComparePeriods.before(interval, ZONE))
          .isEqualTo(IntervalExpression.resolve(before, ZONE, TestHome.NOW));
    }
  }

  @Test
  void is_compared_by_sum_and_by_mean_as_months_differ_in_length() {
    ComparePeriods.Answer answer = ask("2026-10-01/P1M");

    var change = Objects.requireNonNull(answer.change());
    // October has 31 days and one hour more than 744: 1,490 half-hours against 1,440
    assertThat(change.sumWh()).isEqualTo(1_490 * 110 - 1_440 * 100);
    assertThat(change.sumPercent()).isEqualTo("13.8");
    assertThat(change.avgWh()).isEqualByComparingTo("10");
    assertThat(change.avgPercent()).isEqualTo("10.0");
    assertThat(answer.previous().interval())
        .isEqualTo(IntervalExpression.resolve("2026-09-01/P1M", ZONE, TestHome.NOW));
  }

  @Test
  void is_not_compared_where_too_much_is_missing() {
    ComparePeriods.Answer september = ask("2026-09-01/P1M");
    ComparePeriods.Answer beforeMovingIn = ask("2024-01-01/P1M");

    assertThat(september.change()).isNull();
    assertThat(september.current().figures().sumWh()).isEqualTo(1_440 * 100);
    assertThat(september.note())
        .isEqualTo(
            "Not compared: too many values of the previous period are not there (100 % and 0 % are; 95 % are needed).");
    assertThat(beforeMovingIn.previous().coverage().expectedCount()).isEqualTo(31 * 48);
    assertThat(beforeMovingIn.previous().figures()).isEqualTo(Figures.NONE);
  }

  private static ComparePeriods.Answer ask(String interval) {
    return home.useCases().comparePeriods().withPrevious(TestHome.caller(), "A-01", interval);
  }
}
