package org.meterhaus.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
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
}
