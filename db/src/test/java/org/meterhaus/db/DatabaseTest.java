package org.meterhaus.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.hibernate.StatelessSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A database")
class DatabaseTest {
  private static TestDatabase test;

  @BeforeAll
  static void open() {
    test = TestDatabase.create();
  }

  @AfterAll
  static void close() {
    test.close();
  }

  private static void update(String sql) {
    test.database().transact(session -> session.createNativeMutationQuery(sql).executeUpdate());
  }

  private static long number(String sql) {
    return test.database()
        .reading(session -> session.createNativeQuery(sql, Long.class).getSingleResult());
  }

  @Test
  void forgets_a_transaction_that_threw() {
    assertThatThrownBy(() ->
            test.database()
                .transact(session -> {
                  session
                      .createNativeMutationQuery(
                          "insert into customer (id, name) values ('c-x', 'X')")
                      .executeUpdate();
                  throw new IllegalStateException("on purpose");
                }))
        .hasMessage("on purpose");

    assertThat(number("select count(*) from customer where id = 'c-x'")).isZero();
  }

  @Test
  void hears_a_notification_of_a_committed_transaction_only() throws Exception {
    var heard = new ArrayBlockingQueue<String>(10);
    try (var _ = test.database().listen("meterhaus_test", heard::add)) {
      assertThatThrownBy(() ->
              test.database()
                  .transact(session -> {
                    Database.notify(session, "meterhaus_test", "lost");
                    throw new IllegalStateException("on purpose");
                  }))
          .isInstanceOf(IllegalStateException.class);
      test.database().transact(session -> Database.notify(session, "meterhaus_test", "kept"));

      assertThat(heard.poll(20, TimeUnit.SECONDS)).isEqualTo("kept");
    }
  }

  @Test
  void lets_the_application_add_evidence_but_never_alter_it() {
    assertThatThrownBy(() -> update("update audit set actor = 'someone else'"))
        .hasMessageContaining("permission denied");
    assertThatThrownBy(() -> update("delete from arrival"))
        .hasMessageContaining("permission denied");
    assertThatThrownBy(() -> update("drop table customer")).hasMessageContaining("must be owner");
  }

  @Test
  void does_not_write_while_reading() {
    assertThatThrownBy(() ->
            test.database()
                .reading(session ->
                    session.createNativeMutationQuery("delete from customer").executeUpdate()))
        .hasMessageContaining("read-only");
  }

  /** Each takes one customer and then wants the other's: PostgreSQL ends one of the two. */
  @Test
  void repeats_a_transaction_that_lost_a_deadlock() throws Exception {
    update("insert into customer (id, name) values ('d-1', '0'), ('d-2', '0')");
    var bothHoldOne = new CyclicBarrier(2);
    var attempts = new AtomicInteger();
    try (var workers = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Object>> results =
          workers.invokeAll(
              List.of(
                  () -> countBoth("d-1", "d-2", bothHoldOne, attempts),
                  () -> countBoth("d-2", "d-1", bothHoldOne, attempts)));
      for (Future<Object> result : results) {
        result.get();
      }
    }

    // two, and one more for every time that one of them was ended
    assertThat(attempts.get()).isGreaterThan(2);
    assertThat(number("select sum(name::int) from customer where id in ('d-1', 'd-2')"))
        .isEqualTo(4);
  }

  private static Object countBoth(
      String first, String second, CyclicBarrier bothHoldOne, AtomicInteger attempts) {
    return test.database()
        .inTransaction(session -> {
          count(session, first);
          if (attempts.incrementAndGet() <= 2) {
            await(bothHoldOne);
          }
          count(session, second);
          return first;
        });
  }

  private static void count(StatelessSession session, String customer) {
    session
        .createNativeMutationQuery(
            "update customer set name = (name::int + 1)::text where id = :id")
        .setParameter("id", customer)
        .executeUpdate();
  }

  private static void await(CyclicBarrier barrier) {
    try {
      barrier.await(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void hears_again_after_its_ear_was_cut_off() throws Exception {
    var heard = new ArrayBlockingQueue<String>(10);
    try (var _ = test.database().listen("meterhaus_again", heard::add)) {
      long cut =
          number(
              """
              select count(pg_terminate_backend(pid)) from pg_stat_activity
              where application_name = 'meterhaus listen meterhaus_again'
              """);
      assertThat(cut).isEqualTo(1);

      // something may have been missed: an empty payload says so
      assertThat(heard.poll(30, TimeUnit.SECONDS)).isEmpty();
      test.database().transact(session -> Database.notify(session, "meterhaus_again", "hello"));
      assertThat(heard.poll(30, TimeUnit.SECONDS)).isEqualTo("hello");
    }
  }

  @Test
  void ends_a_statement_that_takes_too_long() {
    DatabaseConfig impatient =
        new DatabaseConfig(
            test.config().url(),
            test.config().application(),
            Optional.empty(),
            1,
            Duration.ofSeconds(5),
            Duration.ofMillis(50),
            Duration.ofSeconds(5));
    try (var database = Database.open(impatient)) {
      assertThatThrownBy(() ->
              database.reading(session ->
                  session
                      .createNativeQuery("select pg_sleep(30)::text", String.class)
                      .getSingleResult()))
          .hasMessageContaining("statement timeout");
    }
  }
}
