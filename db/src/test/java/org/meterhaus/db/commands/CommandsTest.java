package org.meterhaus.db.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.meterhaus.db.TestDatabase;
import org.meterhaus.db.TestHouse;

@DisplayName("A command")
class CommandsTest {
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static TestDatabase test;

  @BeforeAll
  static void open() {
    test = TestDatabase.create();
    test.database()
        .transact(session -> {
          TestHouse.build(session, "Europe/Berlin");
          TestHouse.flat(session, "A-01", "MHV0000000000001", 1800, 8000);
          TestHouse.appliance(session, "A-01", "MHV0000000000001", 1, "kettle", 1800);
        });
  }

  @AfterAll
  static void close() {
    test.close();
  }

  @BeforeEach
  void empty() {
    test.database()
        .transact(
            session -> session.createNativeMutationQuery("delete from command").executeUpdate());
  }

  @Test
  void is_claimed_once_with_what_the_head_end_needs() {
    UUID id = accept(NOW);

    Optional<Task> first = claim(NOW);
    Optional<Task> second = claim(NOW);

    assertThat(first)
        .hasValueSatisfying(task -> {
          assertThat(task.command().id()).isEqualTo(id);
          assertThat(task.command().state()).isEqualTo(State.SENT);
          assertThat(task.command().attempts()).isEqualTo(1);
          assertThat(task.meterId()).isEqualTo("MHV0000000000001");
          assertThat(task.relayObis()).isEqualTo("0.1.96.3.10.255");
          assertThat(task.sinkId()).isEqualTo(TestHouse.SINK);
        });
    assertThat(second).isEmpty();
  }

  @Test
  void is_claimed_by_exactly_one_of_many_head_ends() throws Exception {
    accept(NOW);
    var start = new CountDownLatch(1);
    Callable<Optional<Task>> headEnd =
        () -> {
          start.await();
          return claim(NOW);
        };

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var claims = IntStream.range(0, 6).mapToObj(_ -> threads.submit(headEnd)).toList();
      start.countDown();
      int claimed = 0;
      for (var each : claims) {
        claimed += each.get().isPresent() ? 1 : 0;
      }
      assertThat(claimed).isEqualTo(1);
    }
  }

  @Test
  void is_never_sent_after_its_expiry_and_ends_as_expired() {
    UUID id = accept(NOW);
    Instant late = NOW.plus(MINUTE);

    assertThat(claim(late)).isEmpty();
    List<Command> ended =
        test.database().inTransaction(session -> new Commands(session).endOverdue(late, MINUTE));

    assertThat(ended).extracting(Command::state).containsExactly(State.EXPIRED);
    assertThat(find(id).finishedAt()).isEqualTo(late);
  }

  @Test
  void confirmed_changes_the_reported_state_and_cannot_fail_any_more() {
    UUID id = accept(NOW);
    claim(NOW);

    boolean confirmed =
        test.database().inTransaction(session -> new Commands(session).confirm(id, NOW));
    boolean failed =
        test.database().inTransaction(session -> new Commands(session).fail(id, "late", NOW));

    assertThat(confirmed).isTrue();
    assertThat(failed).isFalse();
    assertThat(find(id).state()).isEqualTo(State.CONFIRMED);
    assertThat(reported()).isEqualTo("off");
  }

  @Test
  void whose_head_end_died_fails_and_says_that_the_outcome_is_unknown() {
    UUID id = accept(NOW);
    claim(NOW);

    test.database()
        .inTransaction(session -> new Commands(session).endOverdue(NOW.plus(MINUTE), MINUTE));
    assertThat(find(id).state()).isEqualTo(State.SENT);
    test.database()
        .inTransaction(
            session -> new Commands(session).endOverdue(NOW.plus(MINUTE).plus(MINUTE), MINUTE));

    assertThat(find(id).state()).isEqualTo(State.FAILED);
    assertThat(find(id).reason()).contains("not known");
  }

  @Test
  void is_not_found_by_another_customer() {
    UUID id = accept(NOW);

    Optional<Command> found =
        test.database().inTransaction(session -> new Commands(session).find("c-B-01", id));

    assertThat(found).isEmpty();
  }

  private UUID accept(Instant at) {
    var id = new UUID(1, at.toEpochMilli());
    test.database()
        .transact(session ->
            new Commands(session)
                .accept(
                    Command.accepted(
                        id,
                        "A-01-kettle",
                        TestHouse.CUSTOMER,
                        Action.SWITCH_OFF,
                        at,
                        at.plus(MINUTE))));
    return id;
  }

  private Optional<Task> claim(Instant at) {
    return test.database()
        .inTransaction(session -> new Commands(session).claim(TestHouse.SINK, at));
  }

  private Command find(UUID id) {
    return test.database()
        .inTransaction(session -> new Commands(session).find(TestHouse.CUSTOMER, id))
        .orElseThrow();
  }

  private String reported() {
    return test.database()
        .inTransaction(session ->
            session
                .createNativeQuery(
                    "select reported_state from device where id = 'A-01-kettle'", String.class)
                .getSingleResult());
  }
}
