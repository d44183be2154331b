package org.meterhaus.db.alarms;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.hibernate.StatelessSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.meterhaus.db.TestDatabase;
import org.meterhaus.db.TestHouse;

@DisplayName("Alarms and their rules")
class AlarmsTest {
  private static final String METER = "MHV0000000000001";
  private static final Instant NOW = Instant.parse("2026-03-20T12:00:00Z");

  private TestDatabase test;
  private long main;
  private long kettle;

  @BeforeEach
  void open() {
    test = TestDatabase.create();
    run(session -> {
      TestHouse.build(session, "Europe/Berlin");
      main = TestHouse.flat(session, "A-01", METER, 900, 5_000);
      kettle = TestHouse.appliance(session, "A-01", METER, 1, "kettle", 900);
      TestHouse.moveIn(session, "A-01", NOW);
      return true;
    });
  }

  @AfterEach
  void close() {
    test.close();
  }

  private <T> T run(Function<StatelessSession, T> work) {
    return test.database().inTransaction(work);
  }

  private AlarmRule put(int limitW, boolean enabled, Instant now) {
    return run(session ->
        new AlarmRules(session)
            .put(TestHouse.CUSTOMER, "kettle", "A-01-kettle", limitW, enabled, now));
  }

  @Test
  void change_their_version_only_with_their_content() {
    AlarmRule first = put(2_000, true, NOW);
    AlarmRule same = put(2_000, true, NOW.plusSeconds(60));
    AlarmRule changed = put(1_500, true, NOW.plusSeconds(120));

    assertThat(same).isEqualTo(first);
    assertThat(changed.version()).isEqualTo(2);
    assertThat(changed.updatedAt()).isEqualTo(NOW.plusSeconds(120));
    Optional<AlarmRule> found =
        run(session -> new AlarmRules(session).find(TestHouse.CUSTOMER, "kettle"));
    List<AlarmRule> others = run(session -> new AlarmRules(session).of("c-other"));
    assertThat(found).contains(changed);
    assertThat(others).isEmpty();
  }

  @Test
  void watch_the_channels_of_their_devices_while_they_are_enabled() {
    AlarmRule rule = put(2_000, true, NOW);

    Map<Long, List<WatchedDevice>> watching =
        run(session -> new AlarmRules(session).watching(List.of(main, kettle)));
    put(2_000, false, NOW.plusSeconds(60));

    assertThat(watching)
        .containsExactly(
            Map.entry(kettle, List.of(new WatchedDevice(rule, "kettle", NOW, Optional.empty()))));
    Map<Long, List<WatchedDevice>> none =
        run(session -> new AlarmRules(session).watching(List.of(main, kettle)));
    assertThat(none).isEmpty();
  }

  private static Alarm alarm(int number) {
    return new Alarm(
        new UUID(0, number),
        TestHouse.CUSTOMER,
        "kettle",
        "A-01-kettle",
        NOW.plusSeconds(900L * number),
        NOW.plusSeconds(900L * (number + 1)),
        2_400,
        2_000,
        NOW.plusSeconds(number / 2),
        Optional.empty());
  }

  @Test
  void are_raised_once_for_an_interval() {
    boolean first = run(session -> new Alarms(session).raise(alarm(1)));
    boolean again = run(session -> new Alarms(session).raise(alarm(1)));

    assertThat(first).isTrue();
    assertThat(again).isFalse();
  }

  /** Two of each time of raising, so that a page can end between equals. */
  @Test
  void are_listed_newest_first_page_by_page() {
    for (int i = 0; i < 5; i++) {
      Alarm alarm = alarm(i);
      run(session -> new Alarms(session).raise(alarm));
    }

    List<Alarm> page =
        run(session -> new Alarms(session).of(TestHouse.CUSTOMER, Optional.empty(), 2));
    List<Alarm> rest =
        run(session -> new Alarms(session).of(TestHouse.CUSTOMER, Optional.of(page.getLast()), 10));

    assertThat(page).containsExactly(alarm(4), alarm(3));
    assertThat(rest).containsExactly(alarm(2), alarm(1), alarm(0));
  }

  @Test
  void are_acknowledged_by_their_own_customer_and_the_first_time_counts() {
    run(session -> new Alarms(session).raise(alarm(1)));
    UUID id = alarm(1).id();

    boolean others = run(session -> new Alarms(session).acknowledge("c-other", id, NOW));
    boolean own = run(session -> new Alarms(session).acknowledge(TestHouse.CUSTOMER, id, NOW));
    run(session -> new Alarms(session).acknowledge(TestHouse.CUSTOMER, id, NOW.plusSeconds(9)));

    assertThat(others).isFalse();
    assertThat(own).isTrue();
    Optional<Alarm> found = run(session -> new Alarms(session).find(TestHouse.CUSTOMER, id));
    assertThat(found.orElseThrow().acknowledgedAt()).contains(NOW);
    Optional<Alarm> hidden = run(session -> new Alarms(session).find("c-other", id));
    assertThat(hidden).isEmpty();
  }
}
