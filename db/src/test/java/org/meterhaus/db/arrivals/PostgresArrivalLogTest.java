package org.meterhaus.db.arrivals;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.meterhaus.db.TestDatabase;
import org.meterhaus.db.TestHouse;

@DisplayName("The arrival log")
class PostgresArrivalLogTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private static TestDatabase test;
  private static long channel;

  @BeforeAll
  static void open() {
    test = TestDatabase.create();
    channel =
        test.database()
            .inTransaction(session -> {
              TestHouse.build(session, "Europe/Berlin");
              return TestHouse.flat(session, "A-01", "MHV0000000000001", 900, 20_000);
            });
  }

  @AfterAll
  static void close() {
    test.close();
  }

  private static Delivery delivery(int partition, int energyWh) {
    return new Delivery(
        channel,
        partition,
        Source.sink(TestHouse.SINK),
        NOW,
        List.of(Reading.energy(NOW, energyWh)));
  }

  private static List<Arrival> read(int partition, long from) {
    return test.database()
        .reading(session -> new PostgresArrivalLog(session).read(partition, from, 100_000));
  }

  private static void append(Delivery... deliveries) {
    test.database()
        .transact(session -> new PostgresArrivalLog(session).append(List.of(deliveries)));
  }

  @Test
  void reads_back_what_was_appended_from_an_offset_on() {
    append(delivery(1, 10), delivery(2, 20), delivery(1, 11));
    append(delivery(1, 12));

    assertThat(read(1, 1))
        .containsExactly(
            new Arrival.Received(1, delivery(1, 11)), new Arrival.Received(2, delivery(1, 12)));
    assertThat(read(2, 0)).containsExactly(new Arrival.Received(0, delivery(2, 20)));
  }

  @Test
  void leaves_no_hole_where_a_transaction_was_rolled_back() {
    append(delivery(3, 1));
    assertThatThrownBy(() ->
            test.database()
                .transact(session -> {
                  new PostgresArrivalLog(session).append(List.of(delivery(3, 2)));
                  throw new IllegalStateException("on purpose");
                }))
        .hasMessage("on purpose");
    append(delivery(3, 3));

    assertThat(read(3, 0))
        .containsExactly(
            new Arrival.Received(0, delivery(3, 1)), new Arrival.Received(1, delivery(3, 3)));
  }

  /**
   * Two writers hold their transactions open for different times; a reader that remembers the
   * largest offset it saw must meet every record exactly once, in order.
   */
  @Test
  void never_shows_anything_below_an_offset_that_was_seen() throws Exception {
    int rounds = 60;
    var started = new CountDownLatch(2);
    try (var writers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int writer = 0; writer < 2; writer++) {
        int number = writer;
        var _ =
            writers.submit(() -> {
              started.countDown();
              started.await();
              for (int i = 0; i < rounds; i++) {
                int value = number * 1000 + i;
                boolean slow = i % 3 == number;
                test.database()
                    .transact(session -> {
                      new PostgresArrivalLog(session).append(List.of(delivery(4, value)));
                      if (slow) {
                        session
                            .createNativeQuery("select pg_sleep(0.005)::text", String.class)
                            .getSingleResult();
                      }
                    });
              }
              return null;
            });
      }

      var seen = new ArrayList<Arrival>();
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (seen.size() < 2 * rounds && System.nanoTime() < deadline) {
        seen.addAll(read(4, seen.size()));
      }

      assertThat(seen)
          .extracting(Arrival::offset)
          .containsExactlyElementsOf(
              java.util.stream.LongStream.range(0, 2L * rounds).boxed().toList());
      assertThat(seen)
          .extracting(arrival -> ((Arrival.Received) arrival).delivery().readings().getFirst())
          .doesNotHaveDuplicates()
          .hasSize(2 * rounds);
    }
  }

  @Test
  void shows_bytes_that_are_not_a_delivery_as_unreadable() {
    append(delivery(5, 1));
    test.database()
        .transact(session -> {
          session
              .createNativeMutationQuery(
                  """
                  insert into arrival values
                    (5, 1, %d, 'sink:sink-lindenhof', now(), decode('ff00', 'hex')),
                    (5, 2, %d, 'nobody', now(), decode('01010201', 'hex'))
                  """
                      .formatted(channel, channel))
              .executeUpdate();
          session
              .createNativeMutationQuery(
                  "update arrival_partition set next_offset = 3 where partition = 5")
              .executeUpdate();
        });

    assertThat(read(5, 1))
        .containsExactly(
            new Arrival.Unreadable(1, "version must be 1 but was 255 (at byte 0)"),
            new Arrival.Unreadable(2, "source must be kind:id but was 'nobody'"));
  }

  @Test
  void moves_a_watermark_only_from_where_it_was_read() {
    var first =
        test.database()
            .inTransaction(session ->
                new Watermarks(session).advance(TestHouse.SINK, OptionalLong.empty(), 7, NOW));
    var rival =
        test.database()
            .inTransaction(session ->
                new Watermarks(session).advance(TestHouse.SINK, OptionalLong.empty(), 9, NOW));
    var next =
        test.database()
            .inTransaction(session ->
                new Watermarks(session).advance(TestHouse.SINK, OptionalLong.of(7), 8, NOW));

    assertThat(first).isTrue();
    assertThat(rival).isFalse();
    assertThat(next).isTrue();
    OptionalLong found =
        test.database().reading(session -> new Watermarks(session).find(TestHouse.SINK));
    assertThat(found).hasValue(8);
  }
}
