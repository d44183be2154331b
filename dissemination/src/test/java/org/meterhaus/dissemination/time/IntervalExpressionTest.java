package org.meterhaus.dissemination.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meterhaus.dissemination.TestHome;

@DisplayName("An interval expression")
class IntervalExpressionTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "2026-11-20T00:00:00Z/2026-11-21T00:00:00Z, 2026-11-20T00:00:00Z, 2026-11-21T00:00:00Z",
    "2026-11-20T01:00:00+01:00/PT1H, 2026-11-20T00:00:00Z, 2026-11-20T01:00:00Z",
    "2026-11-20/2026-11-21, 2026-11-19T23:00:00Z, 2026-11-20T23:00:00Z",
    "2026-11-20T06:00/PT90M, 2026-11-20T05:00:00Z, 2026-11-20T06:30:00Z",
    "2026-11-20T00:00-05:00/P1D, 2026-11-20T05:00:00Z, 2026-11-21T05:00:00Z",
    "P7D/2026-11-21, 2026-11-13T23:00:00Z, 2026-11-20T23:00:00Z",
    "2026-01-31/P1M, 2026-01-30T23:00:00Z, 2026-02-27T23:00:00Z",
    "P1M/2026-03-31, 2026-02-27T23:00:00Z, 2026-03-30T22:00:00Z",
    "P1DT12H/2026-11-21, 2026-11-19T11:00:00Z, 2026-11-20T23:00:00Z",
    "2026-11-20/P1W, 2026-11-19T23:00:00Z, 2026-11-26T23:00:00Z",
    // a calendar day is 23 or 25 hours on the day of a clock change; 24 hours are 24 hours
    "2026-03-29/P1D, 2026-03-28T23:00:00Z, 2026-03-29T22:00:00Z",
    "2026-10-25/P1D, 2026-10-24T22:00:00Z, 2026-10-25T23:00:00Z",
    "2026-10-25/PT24H, 2026-10-24T22:00:00Z, 2026-10-25T22:00:00Z",
    "2024-02-28/P2D, 2024-02-27T23:00:00Z, 2024-02-29T23:00:00Z",
    "today, 2026-11-20T23:00:00Z, 2026-11-21T23:00:00Z",
    "yesterday, 2026-11-19T23:00:00Z, 2026-11-20T23:00:00Z",
    "last-7-days, 2026-11-13T23:00:00Z, 2026-11-20T23:00:00Z",
    "this-month, 2026-10-31T23:00:00Z, 2026-11-30T23:00:00Z",
    "last-month, 2026-09-30T22:00:00Z, 2026-10-31T23:00:00Z"
  })
  void means(String expression, Instant start, Instant end) {
    Instant now = Instant.parse("2026-11-21T12:00:00Z");

    assertThat(IntervalExpression.resolve(expression, BERLIN, now))
        .isEqualTo(new Interval(start, end));
  }

  @Test
  void that_is_a_name_means_the_day_of_the_zone_not_of_utc() {
    Instant justAfterMidnightInBerlin = Instant.parse("2026-11-20T23:30:00Z");

    assertThat(IntervalExpression.resolve("today", BERLIN, justAfterMidnightInBerlin).start())
        .isEqualTo("2026-11-20T23:00:00Z");
  }

  @ParameterizedTest(name = "[{0}]")
  @ValueSource(
      strings = {
        "",
        "/",
        "//",
        "yester-day",
        "LAST-MONTH",
        "2026-11-20",
        "2026-11-20/",
        "/2026-11-20",
        "2026-11-20/2026-11-20",
        "2026-11-21/2026-11-20",
        "2026-11-20/2026-11-21/2026-11-22",
        "P1D/P1D",
        "P1D",
        "2026-11-20/P0D",
        "2026-11-20/-P1D",
        "2026-11-20/P-1D",
        "2026-11-20/PT-1H",
        "2026-11-20/P",
        "2026-11-20/PT",
        "2026-11-20/P1DT",
        "2026-11-20/P1X",
        "2026-11-20/P99999999999D",
        "2026-11-20/P2000000000Y",
        "2026-11-20/P11Y",
        "2026-02-30/P1D",
        "2026-13-01/P1D",
        "2026-11-20T25:00/P1D",
        "2026-11-20 10:00/P1D",
        "20261120/P1D",
        "0000-01-01/P1D",
        "1969-12-31/P1D",
        "2199-12-31/P10D",
        "+999999999-12-31T23:59:59Z/P1D",
        "2026-11-20T00:00:00Z/2026-11-20T00:00:00Z",
        // the hour that does not exist, and the one that exists twice
        "2026-03-29T02:30/PT1H",
        "2026-10-25T02:30/PT1H",
        "2026-11-20/P1D\u0000",
        "'; drop table reading; --/P1D"
      })
  void that_means_nothing_exact_is_refused(String expression) {
    assertThat(
            TestHome.refusal(() ->
                IntervalExpression.resolve(
                    expression, BERLIN, Instant.parse("2026-11-21T12:00:00Z"))))
        .isEqualTo("invalid-interval");
  }

  @Test
  void that_is_very_long_is_refused_and_not_repeated_whole() {
    String expression = "2026-11-20/P" + "1".repeat(10_000) + "D";

    assertThat(
            TestHome.refusal(() -> IntervalExpression.resolve(expression, BERLIN, Instant.EPOCH)))
        .isEqualTo("invalid-interval");
  }

  @ParameterizedTest(name = "[{0}]")
  @ValueSource(
      strings = {
        "",
        "P",
        "PT",
        "1H",
        "PT0S",
        "P0D",
        "PT-1H",
        "-PT1H",
        "PT0.5S",
        "PT1.5S",
        "P1DT1H",
        "P1M1D",
        "P2Y",
        "P13M",
        "P367D",
        "PT8785H",
        "PT1H ",
        "pt1h ",
        "P1Y1D",
        "P9999999999D",
        "hour"
      })
  void has_a_resolution_that_is_refused_when_it_is_none(String text) {
    assertThat(TestHome.refusal(() -> Resolution.parse(text))).isEqualTo("invalid-resolution");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "PT15M, PT15M",
    "PT60M, PT1H",
    "P1W, P7D",
    "P12M, P1Y",
    "P1Y, P1Y",
    "P3M, P3M",
    "PT24H, PT24H"
  })
  void has_a_resolution_that_is_written_in_one_way(String text, String written) {
    assertThat(Resolution.parse(text)).hasToString(written);
  }
}
