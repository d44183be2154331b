package org.meterhaus.dissemination.readings;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.meterhaus.db.Sql;
import org.meterhaus.db.audit.AuditLog;
import org.meterhaus.db.blocks.Quality;
import org.meterhaus.db.customers.Customers;
import org.meterhaus.db.house.Channel;
import org.meterhaus.dissemination.TestHome;

@DisplayName("Extracted readings")
class ExtractDataTest {
  private static final LocalDate TODAY = LocalDate.parse("2026-11-21");

  private TestHome home;
  private Channel channel;

  @BeforeEach
  void open() {
    home = new TestHome();
    channel = home.channel("A-01", 0);
  }

  @AfterEach
  void close() {
    home.close();
  }

  @Test
  void have_a_value_a_gap_or_a_promise_and_never_a_zero_for_one_of_the_latter() {
    // today until 12:00 local is reported, with a gap and a true zero; it is 13:10; what is an hour
    // late is missing
    var values = new @Nullable Integer[48];
    Arrays.fill(values, 0, 24, 0);
    values[3] = null;
    values[4] = 250;
    byte[] codes = codes(values, Quality.MEASURED);
    codes[4] = Quality.LINEAR.code();
    home.day(channel, TODAY, values, codes, Instant.parse("2026-11-21T11:00:00Z"));

    Series series = extract("today", null);

    assertThat(series.values()).hasSize(48);
    assertThat(series.expectedCount()).isEqualTo(48);
    assertThat(series.presentCount()).isEqualTo(23);
    assertThat(series.dataUntil()).isEqualTo("2026-11-21T11:00:00Z");
    assertThat(series.values().get(2).valueWh()).isEqualTo(0);
    assertThat(series.values().get(2).quality()).isEqualTo(ValueQuality.MEASURED);
    assertThat(series.values().get(3))
        .isEqualTo(
            new Value(
                Instant.parse("2026-11-21T00:30:00Z"),
                Instant.parse("2026-11-21T01:00:00Z"),
                null,
                ValueQuality.MISSING,
                null,
                null));
    assertThat(series.values().get(4).rule()).isEqualTo(EstimationRule.LINEAR);
    assertThat(series.values().get(4).quality()).isEqualTo(ValueQuality.ESTIMATED);
    assertThat(series.values().subList(24, 48))
        .allSatisfy(value -> assertThat(value.valueWh()).isNull());
    assertThat(series.values().subList(24, 48))
        .extracting(Value::quality)
        .startsWith(ValueQuality.PENDING)
        .containsOnly(ValueQuality.PENDING);
  }

  @Test
  void say_between_what_an_estimate_lies_and_nothing_of_the_kind_of_sums_and_measurements() {
    LocalDate day = LocalDate.parse("2026-11-20");
    var values = new @Nullable Integer[48];
    Arrays.fill(values, 200);
    byte[] codes = codes(values, Quality.MEASURED);
    codes[4] = Quality.LINEAR.code();
    home.day(channel, day, values, codes, Instant.parse("2026-11-20T23:00:00Z"));
    // as processing stores it: 100 below, 150 above, in varints
    home.database()
        .transact(session ->
            Sql.of(session, "update day_block set band = decode('649601', 'hex')").execute());

    Series series = extract("2026-11-20/P1D", null);

    assertThat(series.values().get(4).band()).isEqualTo(new Value.Band(100, 350));
    assertThat(series.values().get(3).band()).isNull();
    assertThat(extract("2026-11-20/P1D", "PT1H").values())
        .extracting(Value::band)
        .containsOnlyNulls();
  }

  @Test
  void are_missing_and_not_pending_any_more_once_they_are_late() {
    var values = new @Nullable Integer[48];
    Arrays.fill(values, 0, 24, 5);
    home.day(
        channel,
        TODAY,
        values,
        codes(values, Quality.MEASURED),
        Instant.parse("2026-11-21T11:00:00Z"));
    home.now(Instant.parse("2026-11-21T13:00:00Z"));

    assertThat(extract("today", null).values().subList(24, 28))
        .extracting(Value::quality)
        .containsExactly(
            ValueQuality.MISSING, ValueQuality.MISSING, ValueQuality.PENDING, ValueQuality.PENDING);
  }

  @Test
  void that_are_coarser_are_sums_and_null_when_a_part_is_missing() {
    var values = new @Nullable Integer[48];
    Arrays.fill(values, 10);
    values[5] = null;
    byte[] codes = codes(values, Quality.MEASURED);
    codes[8] = Quality.EDITED.code();
    home.day(
        channel,
        LocalDate.parse("2026-11-20"),
        values,
        codes,
        Instant.parse("2026-11-20T23:00:00Z"));

    Series series = extract("2026-11-20/P1D", "PT2H");

    assertThat(series.values()).hasSize(12);
    assertThat(series.values().get(0).valueWh()).isEqualTo(40);
    assertThat(series.values().get(1).valueWh()).isNull();
    assertThat(series.values().get(1).quality()).isEqualTo(ValueQuality.MISSING);
    assertThat(series.values().get(2).valueWh()).isEqualTo(40);
    assertThat(series.values().get(2).quality()).isEqualTo(ValueQuality.EDITED);
    assertThat(series.presentCount()).isEqualTo(47);
    assertThat(extract("2026-11-20/P1D", "P1D").values())
        .singleElement()
        .satisfies(value -> assertThat(value.valueWh()).isNull());
  }

  @Test
  void of_the_days_on_which_the_clock_changes_are_as_many_as_those_days_have() {
    for (String day : List.of("2026-03-29", "2026-10-25")) {
      home.flatDay(channel, LocalDate.parse(day), 7);
    }

    assertThat(extract("2026-03-29/P1D", null).values())
        .hasSize(46)
        .allMatch(value -> valueIs(value, 7));
    assertThat(extract("2026-10-25/P1D", null).values())
        .hasSize(50)
        .allMatch(value -> valueIs(value, 7));
    assertThat(extract("2026-03-29/P1D", "P1D").values()).allMatch(value -> valueIs(value, 46 * 7));
    assertThat(extract("2026-10-25/P1D", "PT1H").values())
        .hasSize(25)
        .allMatch(value -> valueIs(value, 14));
  }

  @Test
  void are_those_that_lie_wholly_inside_the_interval() {
    home.flatDay(channel, LocalDate.parse("2026-11-20"), 7);

    assertThat(extract("2026-11-20T10:15:00Z/2026-11-20T11:59:59Z", null).values())
        .extracting(value -> value.start().toString())
        .containsExactly("2026-11-20T10:30:00Z", "2026-11-20T11:00:00Z");
    assertThat(extract("2026-11-20T10:00:01Z/PT10M", null).values()).isEmpty();
  }

  @Test
  void end_where_the_customer_moved_out_and_begin_where_it_moved_in() {
    Instant moved = Instant.parse("2026-11-20T12:00:00Z");
    home.flatDay(channel, LocalDate.parse("2026-11-20"), 7);
    home.flatDay(channel, TODAY, 7);
    home.database()
        .transact(session -> {
          var customers = new Customers(session);
          customers.putOccupancy("c-A-01", "A-01", TestHome.MOVED_IN, moved);
          customers.putOccupancy("c-A-02", "A-01", moved, null);
        });
    var extract = home.useCases().extractData();

    Series former = extract.ofUsagePoint(TestHome.caller("c-A-01"), "A-01", "2026-11-20/P2D", null);
    Series present =
        extract.ofUsagePoint(TestHome.caller("c-A-02"), "A-01", "2026-11-20/P2D", null);

    assertThat(former.interval().end()).isEqualTo(moved);
    assertThat(former.values().getLast().end()).isEqualTo(moved);
    assertThat(former.dataUntil()).isEqualTo(moved);
    assertThat(present.interval().start()).isEqualTo(moved);
    assertThat(present.values().getFirst().start()).isEqualTo(moved);
    assertThat(
            TestHome.refusal(
                () -> extract.ofUsagePoint(TestHome.caller("c-A-01"), "A-01", "today", null)))
        .isEqualTo("invalid-interval");
    // and the appliances, whose state is of today, are the present tenant's alone
    assertThat(home.useCases().devices().list(TestHome.caller("c-A-01"))).isEmpty();
    assertThat(
            TestHome.refusal(
                () -> extract.ofDevice(TestHome.caller("c-A-01"), "A-01-kettle", "today", null)))
        .isEqualTo("not-found");
    assertThat(
            home.useCases().availability().ofUsagePoint(TestHome.caller("c-A-02"), "A-01").first())
        .isEqualTo(moved);
  }

  @Test
  void of_two_stays_leave_out_what_lies_between_them() {
    home.flatDay(channel, LocalDate.parse("2026-11-20"), 7);
    Instant out = Instant.parse("2026-11-20T08:00:00Z");
    Instant back = Instant.parse("2026-11-20T16:00:00Z");
    home.database()
        .transact(session -> {
          var customers = new Customers(session);
          customers.putOccupancy("c-A-01", "A-01", TestHome.MOVED_IN, out);
          customers.putOccupancy("c-A-01", "A-01", back, null);
        });

    Series series = extract("2026-11-20/P1D", null);

    assertThat(series.values())
        .noneMatch(value -> value.start().isBefore(back) && value.end().isAfter(out));
    assertThat(series.expectedCount()).isEqualTo(48 - 16);
  }

  @Test
  void are_refused_when_too_many_or_finer_than_the_meter() {
    assertThat(refusal("2024-01-01/P3Y", null)).isEqualTo("too-many-values");
    assertThat(refusal("today", "PT15M")).isEqualTo("invalid-resolution");
    assertThat(refusal("today", "PT45M")).isEqualTo("invalid-resolution");
    assertThat(refusal("2026-11-20", null)).isEqualTo("invalid-interval");
    assertThat(extract("2024-01-01/P3Y", "P1D").values()).hasSize(366 + 365 + 365);
  }

  @Test
  void leave_a_row_in_the_audit_chain_also_when_refused() {
    extract("today", null);
    refusal("nonsense", null);
    TestHome.refusal(() ->
        home.useCases()
            .extractData()
            .ofUsagePoint(TestHome.caller("c-B-01"), "A-01", "today", null));

    List<String> rows =
        home.database()
            .inTransaction(session ->
                session
                    .createNativeQuery(
                        "select concat_ws(' ', actor, action, object, outcome) from audit order by seq",
                        String.class)
                    .getResultList());
    assertThat(rows)
        .containsExactly(
            "customer:c-A-01 readings.extract usage-point:A-01 ok",
            "customer:c-A-01 readings.extract usage-point:A-01 refused:invalid-interval",
            "customer:c-B-01 readings.extract usage-point:A-01 refused:not-found");
    assertThat(
            home.database()
                .<AuditLog.Verification>reading(session -> new AuditLog(session).verify()))
        .isInstanceOf(AuditLog.Verification.Intact.class);
  }

  @Test
  void of_ids_that_cannot_be_are_not_found() {
    for (String id :
        List.of(
            "",
            "\u0000",
            "A-01\u0000",
            "A-01\ud800",
            "\udc00",
            "A-01'--",
            "a".repeat(1_000_000),
            "../A-01")) {
      assertThat(
              TestHome.refusal(() ->
                  home.useCases().extractData().ofUsagePoint(TestHome.caller(), id, "today", null)))
          .isEqualTo("not-found");
    }
  }

  @Test
  void that_are_available_are_told_with_their_gaps_and_why() {
    var yesterday = new @Nullable Integer[48];
    Arrays.fill(yesterday, 10, 48, 3);
    yesterday[20] = null;
    yesterday[21] = null;
    home.day(channel, LocalDate.parse("2026-11-20"), Quality.MEASURED, yesterday);
    var today = new @Nullable Integer[48];
    Arrays.fill(today, 0, 20, 3);
    home.day(
        channel,
        TODAY,
        today,
        codes(today, Quality.MEASURED),
        Instant.parse("2026-11-21T09:00:00Z"));

    Availability.Answer answer =
        home.useCases().availability().ofUsagePoint(TestHome.caller(), "A-01");

    assertThat(answer.first()).isEqualTo("2026-11-20T04:00:00Z");
    assertThat(answer.dataUntil()).isEqualTo("2026-11-21T09:00:00Z");
    assertThat(answer.expectedBy()).isEqualTo("2026-11-21T10:30:00Z");
    assertThat(answer.gaps())
        .containsExactly(
            gap("2026-11-20T09:00:00Z", Duration.ofHours(1), ValueQuality.MISSING, "lost"),
            gap("2026-11-21T09:00:00Z", Duration.ofHours(2), ValueQuality.MISSING, "overdue"),
            gap("2026-11-21T11:00:00Z", Duration.ofHours(1), ValueQuality.PENDING, "not-due"));
  }

  @Test
  void that_never_came_are_told_as_none() {
    Availability.Answer answer =
        home.useCases().availability().ofUsagePoint(TestHome.caller(), "A-01");

    assertThat(answer)
        .isEqualTo(new Availability.Answer("A-01", null, null, null, Collections.emptyList()));
  }

  private static Availability.Gap gap(
      String start, Duration length, ValueQuality state, String reason) {
    return new Availability.Gap(
        Instant.parse(start), Instant.parse(start).plus(length), state, reason);
  }

  private static boolean valueIs(Value value, long wh) {
    return value.valueWh() != null && value.valueWh() == wh;
  }

  private static byte[] codes(@Nullable Integer[] values, Quality quality) {
    byte[] codes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      codes[i] = (values[i] == null ? Quality.MISSING : quality).code();
    }
    return codes;
  }

  private Series extract(String interval, @Nullable String resolution) {
    return home.useCases()
        .extractData()
        .ofUsagePoint(TestHome.caller(), "A-01", interval, resolution);
  }

  private String refusal(String interval, @Nullable String resolution) {
    return TestHome.refusal(() -> extract(interval, resolution));
  }
}
