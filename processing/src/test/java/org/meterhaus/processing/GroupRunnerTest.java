package org.meterhaus.processing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hibernate.StatelessSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.meterhaus.db.Sql;
import org.meterhaus.db.TestDatabase;
import org.meterhaus.db.TestHouse;
import org.meterhaus.db.groups.CustomerGroups;
import org.meterhaus.db.groups.GroupRun;

@DisplayName("Grouping customers once a day")
class GroupRunnerTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 3, 12);

  private Instant now = Instant.parse("2026-03-12T10:00:00Z");
  private TestDatabase test;
  private GroupRunner runner;

  @BeforeEach
  void open() {
    test = TestDatabase.create();
    test.database().transact(session -> TestHouse.build(session, "Europe/Berlin"));
    runner = new GroupRunner(test.database(), GroupConfig.defaults(), clock());
  }

  @AfterEach
  void close() {
    runner.close();
    test.close();
  }

  private InstantSource clock() {
    return () -> now;
  }

  /** Half-hour days, a kWh all day and another {@code scale} kWh in the hour of the peak. */
  private void flat(int number, int peakHour, int scale) {
    flat(number, peakHour, scale, "c-%02d".formatted(number));
  }

  private void flat(int number, int peakHour, int scale, String customer) {
    test.database()
        .transact(session -> {
          String meter = "MHV%013d".formatted(number);
          long channel = TestHouse.flat(session, "A-%02d".formatted(number), meter, 1800, 5_000);
          sql(
              session,
              "insert into customer (id, name) values ('%s', 'X') on conflict do nothing"
                  .formatted(customer));
          sql(
              session,
              "insert into occupancy values ('%s', 'A-%02d', '2026-01-01T00:00Z', null)"
                  .formatted(customer, number));
          for (LocalDate day = TODAY.minusDays(40);
              day.isBefore(TODAY.plusDays(5));
              day = day.plusDays(1)) {
            block(session, channel, day, peakHour, scale);
          }
        });
  }

  private void block(
      StatelessSession session, long channel, LocalDate day, int peakHour, int scale) {
    List<String> wh = new ArrayList<>();
    for (int slot = 0; slot < 48; slot++) {
      wh.add(Integer.toString(slot / 2 == peakHour ? 20 + 500 * scale : 20));
    }
    session
        .createNativeMutationQuery(
            """
            insert into day_block (channel_id, day, revision, partition, expected, present, raw,
              "values", quality, sum_wh, worst_quality, data_until, derivation, derived_at)
            select id, '%s', 1, partition, 48, 48, '', '{%s}', decode(repeat('00', 48), 'hex'), 1,
              0, '%sT23:00Z', 1, '%s' from channel where id = %d
            """
                .formatted(day, String.join(",", wh), day, now, channel))
        .executeUpdate();
  }

  private Optional<GroupRun> newest() {
    return test.database().reading(session -> new CustomerGroups(session).newest("WG"));
  }

  private GroupRun.Member member(String usagePoint) {
    return test.database()
        .reading(session ->
            new CustomerGroups(session)
                .member(newest().orElseThrow().id(), usagePoint)
                .orElseThrow());
  }

  @Test
  void is_done_at_the_start_and_kept_until_the_next_day() {
    for (int i = 1; i <= 12; i++) {
      flat(i, i <= 6 ? 7 : 20, i);
    }

    assertThat(runner.runDue()).isEqualTo(1);

    GroupRun run = newest().orElseThrow();
    assertThat(run.spanFrom()).isEqualTo(TODAY.minusDays(28));
    assertThat(run.households()).isEqualTo(12);
    assertThat(run.groups()).hasSize(2);
    assertThat(run.groups()).extracting(GroupRun.CustomerGroup::peakHour).containsExactly(7, 20);
    assertThat(run.groups()).extracting(GroupRun.CustomerGroup::members).containsExactly(6, 6);
    assertThat(run.silhouettes()).containsKey(2);
    // flats 1 to 6 use 960 + 1000 i Wh a day
    assertThat(run.groups().getFirst().medianWh()).isEqualTo(960 + 3_500);
    assertThat(member("A-02")).isEqualTo(new GroupRun.Member("A-02", 1, 2_960, 7, 28));

    assertThat(runner.runDue()).as("not again on the same day").isZero();
    now = Instant.parse("2026-03-13T03:00:00Z");
    assertThat(runner.runDue()).as("not before the night is over").isZero();
    now = Instant.parse("2026-03-13T04:01:00Z");
    assertThat(runner.runDue()).isEqualTo(1);
    assertThat(newest().orElseThrow().spanUntil()).isEqualTo(TODAY.plusDays(1));
  }

  @Test
  void counts_customers_not_homes() {
    for (int i = 1; i <= 9; i++) {
      flat(i, i <= 4 ? 7 : 20, i);
    }
    flat(10, 7, 3, "c-01");
    flat(11, 7, 3, "c-01");

    runner.runDue();

    assertThat(newest().orElseThrow().households()).isEqualTo(9);
    assertThat(newest().orElseThrow().groups()).isEmpty();
  }

  @Test
  void changes_nothing_when_repeated() {
    for (int i = 1; i <= 12; i++) {
      flat(i, i <= 6 ? 7 : 20, i);
    }

    GroupRun first = runner.run("WG");
    GroupRun second = runner.run("WG");

    assertThat(second).isEqualTo(first);
    assertThat(newest()).contains(first);
    assertThat(count("select count(*) from customer_group_member")).isEqualTo(12L);
  }

  @Test
  void shows_nothing_for_nine_households_and_tries_again_when_more_have_come() {
    for (int i = 1; i <= 9; i++) {
      flat(i, i <= 4 ? 7 : 20, i);
    }
    runner.runDue();
    assertThat(newest().orElseThrow().groups()).isEmpty();
    assertThat(newest().orElseThrow().households()).isEqualTo(9);
    assertThat(newest().orElseThrow().needed()).isEqualTo(10);

    now = now.plusSeconds(30);
    flat(10, 7, 3);
    assertThat(runner.runDue()).as("not so soon").isZero();
    now = now.plusSeconds(180);
    assertThat(runner.runDue()).isEqualTo(1);

    assertThat(newest().orElseThrow().groups()).hasSize(2);
    now = now.plusSeconds(180);
    assertThat(runner.runDue()).as("nobody was left out").isZero();
  }

  private long count(String query) {
    return test.database()
        .reading(session -> Sql.of(session, query).list(row -> row.bigint(0)))
        .getFirst();
  }

  private static void sql(StatelessSession session, String statement) {
    session.createNativeMutationQuery(statement).executeUpdate();
  }
}
