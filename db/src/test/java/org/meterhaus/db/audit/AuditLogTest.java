package org.meterhaus.db.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.meterhaus.db.TestDatabase;
import org.meterhaus.db.audit.AuditLog.Verification;

@DisplayName("The audit chain")
class AuditLogTest {
  private static final Instant AT = Instant.parse("2026-11-21T12:00:00.123456789Z");

  private static final AuditLog.Entry ENTRY =
      new AuditLog.Entry(AT, "customer:c-A-01", "readings.extract", "usage-point:A-01", "ok");

  private static TestDatabase test;

  @BeforeAll
  static void open() {
    test = TestDatabase.create();
  }

  @AfterAll
  static void close() {
    test.close();
  }

  @BeforeEach
  void empty() throws SQLException {
    asOwner("truncate audit restart identity");
  }

  @Test
  void is_intact_when_nobody_touched_it() {
    append(3);

    assertThat(verify())
        .isInstanceOfSatisfying(
            Verification.Intact.class,
            intact -> {
              assertThat(intact.rows()).isEqualTo(3);
              assertThat(intact.head()).hasSize(64);
            });
  }

  @Test
  void is_the_same_whether_rows_come_together_or_one_by_one() {
    append(3);
    append(List.of(ENTRY, ENTRY));
    append(List.of());

    assertThat(verify())
        .isInstanceOfSatisfying(
            Verification.Intact.class, intact -> assertThat(intact.rows()).isEqualTo(5));
  }

  @Test
  void has_no_forks_when_many_write_at_once() throws Exception {
    int writers = 8;
    var start = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var done =
          IntStream.range(0, writers)
              .mapToObj(_ ->
                  threads.submit(() -> {
                    start.await();
                    for (int i = 0; i < 10; i++) {
                      append(1);
                    }
                    return true;
                  }))
              .toList();
      start.countDown();
      for (Future<Boolean> each : done) {
        assertThat(each.get()).isTrue();
      }
    }

    assertThat(verify())
        .isInstanceOfSatisfying(
            Verification.Intact.class, intact -> assertThat(intact.rows()).isEqualTo(80));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          update audit set outcome = 'refused:not-found' where seq = 2 ; 2 ; content
          update audit set at = at + interval '1 microsecond' where seq = 3 ; 3 ; content
          update audit set actor = actor || action, action = '' where seq = 2 ; 2 ; content
          delete from audit where seq = 2 ; 3 ; link
          delete from audit where seq = 1 ; 2 ; link
          update audit set hash = decode('00', 'hex') where seq = 4 ; 4 ; content
          insert into audit (at, actor, action, object, outcome, previous_hash, hash) select at, actor, action, object, outcome, previous_hash, hash from audit where seq = 2 ; 5 ; link
          """)
  void shows_where_somebody_with_the_rights_to_changed_it(String tampering, long seq, String reason)
      throws SQLException {
    append(4);
    assertThat(asOwner(tampering)).isEqualTo(1);

    assertThat(verify()).isEqualTo(new Verification.Broken(seq, reason));
  }

  @Test
  void cannot_be_changed_by_the_application() {
    append(1);

    assertThatThrownBy(() ->
            test.database()
                .transact(session ->
                    session.createNativeMutationQuery("delete from audit").executeUpdate()))
        .hasStackTraceContaining("permission denied");
  }

  private void append(int rows) {
    for (int i = 0; i < rows; i++) {
      append(List.of(ENTRY));
    }
  }

  private void append(List<AuditLog.Entry> entries) {
    test.database().transact(session -> new AuditLog(session).append(entries));
  }

  private Verification verify() {
    return test.database().reading(session -> new AuditLog(session).verify());
  }

  private static int asOwner(String sql) throws SQLException {
    var owner = test.config().owner().orElseThrow();
    try (var connection =
            DriverManager.getConnection(test.config().url(), owner.user(), owner.password());
        var statement = connection.createStatement()) {
      return statement.executeUpdate(sql);
    }
  }
}
