package org.meterhaus.dissemination.customer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.meterhaus.dissemination.TestHome;
import org.meterhaus.dissemination.access.Refusal;
import org.meterhaus.dissemination.access.RefusedException;
import org.meterhaus.dissemination.alarms.AlarmRules;
import org.meterhaus.dissemination.alarms.AlarmRules.NewRule;
import org.meterhaus.dissemination.customer.ReportFault.NewFault;
import org.meterhaus.dissemination.push.PushRegistrations.Registration;
import org.meterhaus.dissemination.readings.ValueQuality;

@DisplayName("A customer's information")
class CustomerInformationTest {
  private static TestHome home;

  @BeforeAll
  static void open() {
    home = new TestHome();
    home.flatDay(home.channel("A-01", 0), LocalDate.parse("2026-10-25"), 10);
    home.flatDay(home.channel("A-01", 0), LocalDate.parse("2026-11-01"), 99);
  }

  @AfterAll
  static void close() {
    home.close();
  }

  @Test
  void has_what_we_were_told_and_null_for_what_not() {
    assertThat(home.useCases().customerInformation().me(TestHome.caller()))
        .isEqualTo(
            new CustomerInformation.Customer(
                "c-A-01", "Person A-01", "Lindenstr. 1", null, "A-01@example.org"));
  }

  @Test
  void has_the_use_of_last_month_with_its_coverage() {
    CustomerInformation.LastMonth month =
        home.useCases().customerInformation().lastMonth(TestHome.caller());

    assertThat(month.zone()).isEqualTo(ZoneId.of("Europe/Berlin"));
    assertThat(month.interval().length()).isEqualTo(Duration.ofHours(31 * 24 + 1));
    assertThat(month.usagePoints())
        .singleElement()
        .satisfies(use -> {
          assertThat(use.sumWh()).isEqualTo(500);
          assertThat(use.expectedCount()).isEqualTo((31 * 24 + 1) * 2);
          assertThat(use.presentCount()).isEqualTo(50);
          assertThat(use.worstQuality()).isEqualTo(ValueQuality.MISSING);
          assertThat(use.dataUntil()).isEqualTo("2026-11-01T23:00:00Z");
        });
    assertThat(
            home.useCases()
                .customerInformation()
                .lastMonth(TestHome.caller("c-A-02"))
                .usagePoints())
        .singleElement()
        .satisfies(use -> assertThat(use.sumWh()).isNull());
  }

  @Test
  void has_the_usage_points_with_where_they_are() {
    assertThat(home.useCases().customerInformation().usagePoints(TestHome.caller()))
        .containsExactly(
            new CustomerInformation.UsagePoint(
                "A-01",
                "Flat A-01",
                new CustomerInformation.Section("A", "Section A"),
                new CustomerInformation.Building(
                    "lindenhof", "Lindenhof", ZoneId.of("Europe/Berlin")),
                60,
                1,
                new CustomerInformation.Channel("1.0.1.8.0.255", "Wh", Duration.ofMinutes(30))));
  }

  @Test
  void takes_a_fault_report_and_says_what_is_wrong_with_it() {
    ReportFault.Fault fault =
        home.useCases()
            .reportFault()
            .report(TestHome.caller(), new NewFault("A-01", "A-01-kettle", "It hums.\nLoudly."));

    assertThat(fault.state()).isEqualTo("open");
    assertThat(fault.createdAt()).isEqualTo(TestHome.NOW);
    assertThat(violations(null)).containsExactly("description:required");
    assertThat(violations("  ")).containsExactly("description:required");
    assertThat(violations("x".repeat(2_001))).containsExactly("description:too-long");
    assertThat(violations("a\ud800b")).containsExactly("description:control-character");
    assertThat(violations("a\u0000b")).containsExactly("description:control-character");
  }

  @Test
  void takes_fault_reports_of_a_person_not_of_a_machine() {
    var caller = TestHome.caller("c-A-03");
    for (int i = 0; i < 50; i++) {
      home.useCases().reportFault().report(caller, new NewFault(null, null, "broken " + i));
    }

    assertThat(
            TestHome.refusal(() ->
                home.useCases().reportFault().report(caller, new NewFault(null, null, "again"))))
        .isEqualTo("rate-limited");
  }

  @Test
  void has_alarm_rules_that_count_their_versions() {
    AlarmRules rules = home.useCases().alarmRules();
    var caller = TestHome.caller();

    assertThat(rules.put(caller, "kettle", new NewRule("A-01-kettle", 1_500, null)).version())
        .isEqualTo(1);
    assertThat(rules.put(caller, "kettle", new NewRule("A-01-kettle", 1_500, true)).version())
        .isEqualTo(1);
    assertThat(rules.put(caller, "kettle", new NewRule("A-01-kettle", 1_200, false)).version())
        .isEqualTo(2);
    assertThat(rules.list(caller))
        .containsExactly(
            new AlarmRules.Rule("kettle", "A-01-kettle", 1_200, false, 2, TestHome.NOW));
    assertThat(
            TestHome.refusal(() -> rules.put(caller, "a b", new NewRule("A-01-kettle", 1, true))))
        .isEqualTo("validation");
    assertThat(TestHome.refusal(() -> rules.put(caller, "r", new NewRule("A-01-kettle", 0, true))))
        .isEqualTo("validation");
    assertThat(
            TestHome.refusal(
                () -> rules.put(caller, "r", new NewRule("A-01-kettle", 100_001, true))))
        .isEqualTo("validation");
    assertThat(TestHome.refusal(() -> rules.put(caller, "r", new NewRule(null, null, null))))
        .isEqualTo("validation");
  }

  @Test
  void has_phones_that_come_and_go() {
    var phones = home.useCases().pushRegistrations();
    var caller = TestHome.caller("c-A-04");
    Registration phone = phones.register(caller, "token-1", "android");

    assertThat(phones.register(caller, "token-1", "android").id()).isEqualTo(phone.id());
    assertThat(phones.list(caller)).containsExactly(phone);
    phones.remove(caller, phone.id().toString());
    assertThat(phones.list(caller)).isEmpty();
    assertThat(TestHome.refusal(() -> phones.remove(caller, phone.id().toString())))
        .isEqualTo("not-found");
    assertThat(TestHome.refusal(() -> phones.register(caller, "t", "pager")))
        .isEqualTo("validation");
    assertThat(TestHome.refusal(() -> phones.register(caller, null, null))).isEqualTo("validation");
    assertThat(TestHome.refusal(() -> phones.get(caller, "1-1-1-1-1"))).isEqualTo("not-found");
  }

  private static List<String> violations(@Nullable String description) {
    try {
      home.useCases()
          .reportFault()
          .report(TestHome.caller(), new NewFault(null, null, description));
    } catch (RefusedException e) {
      return ((Refusal.Validation) e.refusal())
          .violations().stream()
              .map(violation -> violation.path() + ":" + violation.code())
              .toList();
    }
    throw new AssertionError("was not refused");
  }
}
