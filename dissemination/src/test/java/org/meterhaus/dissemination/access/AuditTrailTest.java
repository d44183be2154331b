package org.meterhaus.dissemination.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.hibernate.StatelessSession;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.meterhaus.db.Database;
import org.meterhaus.db.TestDatabase;
import org.meterhaus.db.audit.AuditLog;
import org.meterhaus.db.audit.AuditLog.Verification;
import org.meterhaus.dissemination.TestHome;

@DisplayName("The audit trail")
class AuditTrailTest {

  @Test
  void takes_along_in_one_transaction_whoever_came_while_another_was_under_way() throws Exception {
    int writers = 40;
    try (var home = new TestHome();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var trail = new AuditTrail(home.database());
      List<Future<Boolean>> done =
          home.database()
              .inTransaction(session -> {
                // holds the chain, so that the first writer has to wait and the others queue up
                // behind it
                new AuditLog(session).append(List.of());
                var writing = new ArrayList<Future<Boolean>>();
                for (int i = 0; i < writers; i++) {
                  String object = "object " + i;
                  writing.add(
                      threads.submit(() -> {
                        trail.write(entry(object));
                        return true;
                      }));
                  if (i == 0) {
                    await(() -> somebodyWaitsForTheChain(session));
                  }
                }
                await(() -> trail.waiting() == writers - 1);
                return writing;
              });
      for (var answer : done) {
        assertThat(answer.get()).isTrue();
      }

      assertThat(count(home, "count(distinct object)")).isEqualTo(writers);
      assertThat(count(home, "count(*)")).isEqualTo(writers);
      // rows of one transaction have one xmin
      assertThat(count(home, "count(distinct xmin::text)")).isEqualTo(2);
      assertThat(home.database().<Verification>reading(session -> new AuditLog(session).verify()))
          .isInstanceOf(Verification.Intact.class);
    }
  }

  private static boolean somebodyWaitsForTheChain(StatelessSession session) {
    return session
            .createNativeQuery(
                "select count(*) from pg_locks where locktype = 'advisory' and not granted",
                Long.class)
            .getSingleResult()
        > 0;
  }

  private static void await(BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("time is over").isLessThan(deadline);
      Thread.onSpinWait();
    }
  }

  @Test
  void fails_whoever_it_has_no_row_for_and_nobody_else() throws Exception {
    try (var home = new TestHome()) {
      var trail = new AuditTrail(home.database());
      var start = new CountDownLatch(1);
      int failed = 0;
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        var done =
            IntStream.range(0, 30)
                .mapToObj(writer ->
                    threads.submit(() -> {
                      start.await();
                      // no text of PostgreSQL has a NUL
                      String object = writer % 10 == 3 ? "\u0000" : "fine " + writer;
                      try {
                        trail.write(entry(object));
                        return true;
                      } catch (IllegalStateException _) {
                        assertThat(object).isEqualTo("\u0000");
                        return false;
                      }
                    }))
                .toList();
        start.countDown();
        for (var answer : done) {
          failed += answer.get() ? 0 : 1;
        }
      }

      assertThat(failed).isEqualTo(3);
      assertThat(count(home, "count(*)")).isEqualTo(27);
    }
  }

  @Test
  void that_cannot_be_written_leaves_no_answer() {
    Database closed;
    try (var test = TestDatabase.create()) {
      closed = test.database();
    }
    var trail = new AuditTrail(closed);

    assertThatThrownBy(() -> trail.write(entry("x"))).isInstanceOf(IllegalStateException.class);
  }

  private static AuditLog.Entry entry(String object) {
    return new AuditLog.Entry(TestHome.NOW, "customer:c-A-01", "readings.extract", object, "ok");
  }

  private static long count(TestHome home, String what) {
    return home.database()
        .inTransaction(session ->
            session
                .createNativeQuery("select " + what + " from audit", Long.class)
                .getSingleResult());
  }
}
