package org.meterhaus.dissemination.groups;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.meterhaus.db.Sql;
import org.meterhaus.db.groups.CustomerGroups;
import org.meterhaus.db.groups.GroupRun;
import org.meterhaus.dissemination.TestHome;
import org.meterhaus.dissemination.groups.AlikeCustomers.Answer;
import org.meterhaus.dissemination.groups.AlikeCustomers.Reason;

@DisplayName("A customer who asks for the group that is alike")
class AlikeCustomersTest {
  private TestHome home;

  @BeforeEach
  void open() {
    home = new TestHome();
  }

  @AfterEach
  void close() {
    home.close();
  }

  private Answer ask() {
    return home.useCases().alikeCustomers().ofUsagePoint(TestHome.caller(), "A-01");
  }

  private void run(List<GroupRun.CustomerGroup> groups, List<GroupRun.Member> members) {
    var run =
        new GroupRun(
            new UUID(1, 1),
            "WG Lindenhof",
            LocalDate.of(2026, 10, 24),
            LocalDate.of(2026, 11, 21),
            Instant.parse("2026-11-21T04:00:00Z"),
            members.size(),
            10,
            new TreeMap<>(java.util.Map.of(2, 0.25)),
            groups);
    home.database().transact(session -> new CustomerGroups(session).put(run, members));
  }

  private static GroupRun.CustomerGroup group(int number) {
    return new GroupRun.CustomerGroup(
        number,
        "uses most in the evening",
        Collections.nCopies(48, 1.0 / 24),
        19,
        6,
        7_400,
        10_700,
        13_800);
  }

  @Test
  void learns_which_it_is_and_how_to_compare() {
    run(List.of(group(1), group(2)), List.of(new GroupRun.Member("A-01", 2, 15_250, 18, 27)));

    Answer answer = ask();

    assertThat(answer.reason()).isNull();
    var comparison = Objects.requireNonNull(answer.comparison());
    assertThat(comparison.group().number()).isEqualTo(2);
    assertThat(comparison.group().workingDay()).hasSize(24);
    assertThat(comparison.of()).isEqualTo(2);
    assertThat(comparison.text())
        .isEqualTo(
            "Among the 6 homes of your group you use more than three quarters of them: 15.3 kWh a"
                + " day; half of them use less than 10.7 kWh, and the middle half between 7.4 and"
                + " 13.8 kWh. Your busiest hour begins at 18:00, theirs at 19:00.");
  }

  @Test
  void is_told_why_there_is_none() {
    assertThat(ask().reason()).isEqualTo(Reason.NOT_MADE_YET);

    run(List.of(), List.of());
    assertThat(ask().reason()).isEqualTo(Reason.TOO_FEW_HOUSEHOLDS);
    assertThat(ask().comparison()).isNull();

    run(List.of(group(1)), List.of(new GroupRun.Member("A-02", 1, 1, 1, 28)));
    assertThat(ask().reason()).isEqualTo(Reason.NOT_GROUPED);
  }

  @Test
  void is_not_shown_what_the_tenant_before_was_like() {
    run(List.of(group(1)), List.of(new GroupRun.Member("A-01", 1, 9_000, 18, 27)));
    home.database()
        .transact(session ->
            Sql.of(
                    session,
                    "update occupancy set valid_from = '2026-11-01T00:00Z' where customer_id = 'c-A-01'")
                .execute());

    Answer answer = ask();

    assertThat(answer.reason()).isEqualTo(Reason.NOT_YOURS_ALL_THE_TIME);
    assertThat(answer.comparison()).isNull();
  }
}
