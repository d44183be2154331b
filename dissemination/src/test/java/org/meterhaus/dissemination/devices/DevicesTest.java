package org.meterhaus.dissemination.devices;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.meterhaus.db.blocks.Quality;
import org.meterhaus.db.commands.Commands;
import org.meterhaus.db.findings.DeviceFinding;
import org.meterhaus.db.findings.DeviceFindings;
import org.meterhaus.db.findings.Verdict;
import org.meterhaus.db.house.Channel;
import org.meterhaus.dissemination.TestHome;
import org.meterhaus.dissemination.devices.DetectFaults.Finding;
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
  void shows_what_was_found_with_its_evidence_and_what_ends_it() {
    store(finding(1, "2026-11-17T23:00:00Z", "2026-11-20T23:00:00Z"));

    assertThat(findings(DAY + "/P1D"))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.rule()).isEqualTo("stuck-on");
          assertThat(finding.state()).isEqualTo("confirmed");
          assertThat(finding.interval().start()).isEqualTo("2026-11-17T23:00:00Z");
          assertThat(finding.interval().end()).isEqualTo("2026-11-20T23:00:00Z");
          assertThat(finding.confidence()).isEqualTo(0.93);
          assertThat(finding.measure()).isEqualTo("lowest-hour");
          assertThat(finding.observedW()).isEqualTo(95);
          assertThat(finding.expectedHighW()).isEqualTo(2);
          assertThat(finding.explanation()).isEqualTo("It did not switch off.");
          assertThat(finding.clears()).isEqualTo("Two days on which it switches off again.");
          assertThat(finding.feedback()).isNull();
        });
    assertThat(findings(DAY.plusDays(1) + "/P1D")).as("another day").isEmpty();
  }

  @Test
  void shows_nothing_of_what_was_withdrawn_nor_of_the_time_before_its_owner_moved_in() {
    DeviceFinding withdrawn = finding(1, "2026-11-17T23:00:00Z", "2026-11-20T23:00:00Z");
    store(withdrawn.in(DeviceFinding.State.WITHDRAWN, NOW_FOUND));
    store(
        finding(
            2,
            TestHome.MOVED_IN.minusSeconds(86_400).toString(),
            TestHome.MOVED_IN.plusSeconds(86_400).toString()));

    assertThat(findings(DAY.minusDays(6) + "/" + DAY.plusDays(1))).isEmpty();
    assertThat(findings("2024-01-01/P1D")).isEmpty();
  }

  @Test
  void takes_what_its_owner_says_and_the_last_word_counts() {
    DeviceFinding stored = finding(1, "2026-11-17T23:00:00Z", "2026-11-20T23:00:00Z");
    store(stored);

    assertThat(say(stored, "no-fault"))
        .satisfies(finding -> {
          assertThat(finding.state()).isEqualTo("rejected");
          assertThat(finding.feedback()).isEqualTo("no-fault");
        });
    assertThat(say(stored, "fault"))
        .satisfies(finding -> {
          assertThat(finding.state()).isEqualTo("cleared");
          assertThat(finding.feedback()).isEqualTo("fault");
        });
    List<DeviceFindings.Said> said =
        home.database().reading(session -> new DeviceFindings(session).said("A-01-kettle"));
    assertThat(said).containsExactly(new DeviceFindings.Said("stuck-on", Verdict.FAULT));
  }

  @Test
  void asks_for_a_verdict_that_it_knows_and_a_finding_that_there_is() {
    DeviceFinding stored = finding(1, "2026-11-17T23:00:00Z", "2026-11-20T23:00:00Z");
    store(stored);

    assertThat(TestHome.refusal(() -> say(stored, "perhaps"))).isEqualTo("validation");
    assertThat(
            TestHome.refusal(
                () -> say(finding(2, "2026-11-17T23:00:00Z", "2026-11-20T23:00:00Z"), "fault")))
        .isEqualTo("not-found");
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

  private static final Instant NOW_FOUND = Instant.parse("2026-11-21T01:00:00Z");

  private static DeviceFinding finding(long id, String start, String end) {
    return TestHome.finding(
        new UUID(id, id), "A-01-kettle", Instant.parse(start), Instant.parse(end));
  }

  private void store(DeviceFinding finding) {
    home.database().transact(session -> new DeviceFindings(session).put(finding));
  }

  private Finding say(DeviceFinding finding, String verdict) {
    return home.useCases()
        .detectFaults()
        .feedback(TestHome.caller(), "A-01-kettle", finding.id().toString(), verdict);
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
