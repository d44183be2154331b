package org.meterhaus.dissemination.devices;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.meterhaus.db.blocks.DayGrid;
import org.meterhaus.db.blocks.Quality;
import org.meterhaus.db.commands.Commands;
import org.meterhaus.db.house.Channel;
import org.meterhaus.dissemination.TestHome;
import org.meterhaus.dissemination.alarms.AlarmRules.NewRule;
import org.meterhaus.dissemination.devices.DetectFaults.Finding;
import org.meterhaus.dissemination.devices.DetectFaults.Rule;
import org.meterhaus.dissemination.readings.ValueQuality;

@DisplayName("A device")
class DevicesTest {
  private static final LocalDate DAY = LocalDate.parse("2026-11-20");

  private TestHome home;
  private Channel flat;
  private Channel kettle;

  @BeforeEach
  void open() {
    home = new TestHome();
    flat = home.channel("A-01", 0);
    kettle = home.channel("A-01", 1);
  }

  @AfterEach
  void close() {
    home.close();
  }

  @Test
  void has_the_state_that_its_meter_reported_last() {
    assertThat(home.useCases().devices().state(TestHome.caller(), "A-01-kettle"))
        .isEqualTo(new Devices.State("unknown", null));

    home.database()
        .transact(session -> new Commands(session).reportState("A-01-kettle", false, TestHome.NOW));

    Devices.Device device = home.useCases().devices().get(TestHome.caller(), "A-01-kettle");
    assertThat(device.state()).isEqualTo(new Devices.State("off", TestHome.NOW));
    assertThat(device.switchable()).isTrue();
    assertThat(device.channel().obis()).isEqualTo("1.1.1.8.0.255");
    assertThat(home.useCases().devices().get(TestHome.caller(), "A-01-lamp").switchable())
        .isFalse();
  }

  @Test
  void has_a_share_of_its_flat_over_the_intervals_that_both_have() {
    // the flat lost the morning, the kettle the evening: only the afternoon says anything about
    // their share
    var flatValues = new @Nullable Integer[48];
    Arrays.fill(flatValues, 24, 48, 200);
    var kettleValues = new @Nullable Integer[48];
    Arrays.fill(kettleValues, 0, 36, 50);
    home.day(flat, DAY, Quality.MEASURED, flatValues);
    home.day(kettle, DAY, Quality.MEASURED, kettleValues);

    Devices.Utilisation use =
        home.useCases()
            .devices()
            .utilisation(TestHome.caller(), "A-01-kettle", DAY + "/P1D", "PT1H");

    assertThat(use.sumWh()).isEqualTo(36 * 50);
    assertThat(use.usagePointSumWh()).isEqualTo(24 * 200);
    assertThat(use.share()).isEqualTo(new BigDecimal("0.2500"));
    assertThat(use.worstQuality()).isEqualTo(ValueQuality.MISSING);
    assertThat(use.series().values()).hasSize(24);
    assertThat(use.series().presentCount()).isEqualTo(36);
  }

  @Test
  void has_no_share_of_nothing() {
    Devices.Utilisation none =
        home.useCases().devices().utilisation(TestHome.caller(), "A-01-kettle", DAY + "/P1D", null);
    assertThat(none.share()).isNull();
    assertThat(none.sumWh()).isNull();

    home.flatDay(flat, DAY, 0);
    home.flatDay(kettle, DAY, 0);
    Devices.Utilisation zero =
        home.useCases().devices().utilisation(TestHome.caller(), "A-01-kettle", DAY + "/P1D", null);
    assertThat(zero.share()).isNull();
    assertThat(zero.sumWh()).isEqualTo(0);
  }

  @Test
  void that_is_well_has_no_findings() {
    for (int i = 0; i < 30; i++) {
      home.day(kettle, DAY.minusDays(i), Quality.MEASURED, usual(DAY.minusDays(i)));
      home.flatDay(flat, DAY.minusDays(i), 300);
    }

    assertThat(findings(DAY.minusDays(6) + "/" + DAY.plusDays(1))).isEmpty();
  }

  @Test
  void that_says_nothing_while_the_flat_goes_on_is_found() {
    home.flatDay(flat, DAY, 300);
    var values = new @Nullable Integer[48];
    Arrays.fill(values, 2);
    values[5] = null;
    Arrays.fill(values, 10, 20, null);
    home.day(kettle, DAY, Quality.MEASURED, values);

    assertThat(findings(DAY + "/P1D"))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.rule()).isEqualTo(Rule.SILENT_CHANNEL);
          assertThat(finding.interval().start()).isEqualTo("2026-11-20T04:00:00Z");
          assertThat(finding.interval().end()).isEqualTo("2026-11-20T09:00:00Z");
          assertThat(finding.observedW()).isNull();
        });
  }

  @Test
  void whose_whole_flat_is_silent_is_not_to_blame() {
    var values = new @Nullable Integer[48];
    Arrays.fill(values, 0, 10, 2);
    home.day(kettle, DAY, Quality.MEASURED, values);
    home.day(flat, DAY, Quality.MEASURED, values);

    assertThat(findings(DAY + "/P1D")).isEmpty();
  }

  @Test
  void that_never_rests_any_more_is_found_with_what_it_usually_does() {
    for (int i = 3; i < 20; i++) {
      home.day(kettle, DAY.minusDays(i), Quality.MEASURED, usual(DAY.minusDays(i)));
    }
    for (int i = 0; i < 3; i++) {
      home.flatDay(kettle, DAY.minusDays(i), 40);
    }

    assertThat(findings(DAY.minusDays(6) + "/" + DAY.plusDays(1)))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.rule()).isEqualTo(Rule.CONSTANT_DRAW);
          assertThat(finding.interval().start()).isEqualTo("2026-11-17T23:00:00Z");
          assertThat(finding.interval().end()).isEqualTo("2026-11-20T23:00:00Z");
          assertThat(finding.observedW()).isEqualTo(80);
          // the lowest of a usual day is 1 Wh in half an hour, 2 W
          assertThat(finding.expectedHighW()).isEqualTo(2 * 2 + 10);
        });
  }

  @Test
  void without_a_history_is_not_judged_by_it() {
    home.flatDay(kettle, DAY, 40);

    assertThat(findings(DAY + "/P1D")).isEmpty();
  }

  @Test
  void above_the_limit_of_its_owner_is_found() {
    home.day(kettle, DAY, Quality.MEASURED, usual(DAY));
    home.useCases()
        .alarmRules()
        .put(TestHome.caller(), "too-much", new NewRule("A-01-kettle", 500, true));

    assertThat(findings(DAY + "/P1D"))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.rule()).isEqualTo(Rule.LIMIT_EXCEEDED);
          assertThat(finding.interval().start()).isEqualTo("2026-11-20T05:00:00Z");
          assertThat(finding.interval().end()).isEqualTo("2026-11-20T06:00:00Z");
          assertThat(finding.observedW()).isEqualTo(800);
          assertThat(finding.expectedHighW()).isEqualTo(500);
          assertThat(finding.explanation()).contains("too-much");
        });
  }

  @Test
  void is_looked_at_over_the_last_days_if_not_told_otherwise_and_never_over_years() {
    DetectFaults.Answer answer =
        home.useCases().detectFaults().detect(TestHome.caller(), "A-01-kettle", null);

    assertThat(answer.interval().start()).isEqualTo("2026-11-13T23:00:00Z");
    assertThat(answer.interval().end()).isEqualTo("2026-11-21T23:00:00Z");
    assertThat(
            TestHome.refusal(() ->
                home.useCases()
                    .detectFaults()
                    .detect(TestHome.caller(), "A-01-kettle", "2024-01-01/P1Y")))
        .isEqualTo("invalid-interval");
  }

  /** Stand-by of 1 Wh, two intervals of 400 Wh from 06:00. */
  private static @Nullable Integer[] usual(LocalDate day) {
    var values =
        new @Nullable Integer[new DayGrid(day, TestHome.ZONE, TestHome.INTERVAL_S).slots()];
    Arrays.fill(values, 1);
    values[12] = 400;
    values[13] = 400;
    return values;
  }

  private List<Finding> findings(String interval) {
    // long after the day, so that nothing is pending
    home.now(Instant.parse("2026-11-22T12:00:00Z"));
    return home.useCases()
        .detectFaults()
        .detect(TestHome.caller(), "A-01-kettle", interval)
        .findings();
  }
}
