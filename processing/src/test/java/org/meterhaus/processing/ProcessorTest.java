package org.meterhaus.processing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meterhaus.db.TestDatabase;
import org.meterhaus.db.TestHouse;
import org.meterhaus.db.alarms.Alarm;
import org.meterhaus.db.alarms.AlarmRules;
import org.meterhaus.db.alarms.Alarms;
import org.meterhaus.db.arrivals.Delivery;
import org.meterhaus.db.arrivals.Partitions;
import org.meterhaus.db.arrivals.PostgresArrivalLog;
import org.meterhaus.db.arrivals.ProcessorOffsets;
import org.meterhaus.db.arrivals.Reading;
import org.meterhaus.db.arrivals.Source;
import org.meterhaus.db.blocks.DayBlock;
import org.meterhaus.db.blocks.DayBlocks;
import org.meterhaus.db.blocks.Quality;

@DisplayName("The processor")
class ProcessorTest {
  private static final String METER = "MHV0000000000001";
  private static final int PARTITION = Partitions.of(METER);
  private static final LocalDate DAY = LocalDate.of(2026, 3, 10);

  /** Midnight of that day in Berlin. */
  private static final Instant START = Instant.parse("2026-03-09T23:00:00Z");

  private static final Instant NOW = Instant.parse("2026-03-12T12:00:00Z");

  private TestDatabase test;
  private long channel;
  private long kettle;
  private Processor processor;

  @BeforeEach
  void open() {
    test = TestDatabase.create();
    test.database()
        .transact(session -> {
          TestHouse.build(session, "Europe/Berlin");
          channel = TestHouse.flat(session, "A-01", METER, 900, 5_000);
          kettle = TestHouse.appliance(session, "A-01", METER, 1, "kettle", 900);
          TestHouse.moveIn(session, "A-01", START.minusSeconds(86_400));
        });
    processor = processor(ProcessorConfig.defaults());
  }

  @AfterEach
  void close() {
    processor.close();
    test.close();
  }

  private Processor processor(ProcessorConfig config) {
    return new Processor(test.database(), config, InstantSource.fixed(NOW));
  }

  /** Rows of a load profile from a slot of the day on, after slots of 100 Wh each. */
  private static List<Reading> rows(int fromSlot, int... wh) {
    var rows = new ArrayList<Reading>();
    long register = 1000 + 100L * fromSlot;
    for (int i = 0; i < wh.length; i++) {
      register += wh[i];
      rows.add(Reading.of(START.plusSeconds(900L * (fromSlot + i + 1)), 0, wh[i], register));
    }
    return rows;
  }

  private Delivery delivery(long of, List<Reading> readings) {
    return new Delivery(of, PARTITION, Source.sink(TestHouse.SINK), NOW.minusSeconds(60), readings);
  }

  private void append(Delivery... deliveries) {
    test.database()
        .transact(session -> new PostgresArrivalLog(session).append(List.of(deliveries)));
  }

  private DayBlock block(long of) {
    return test.database()
        .reading(session -> new DayBlocks(session).find(of, DAY, DAY.plusDays(1)))
        .getFirst();
  }

  private List<DayBlock> history() {
    return test.database().reading(session -> new DayBlocks(session).history(channel, DAY));
  }

  private long count(String sql) {
    return test.database()
        .reading(session -> session.createNativeQuery(sql, Long.class).getSingleResult());
  }

  private void asOwner(String sql) throws SQLException {
    var owner = test.config().owner().orElseThrow();
    try (var connection =
            java.sql.DriverManager.getConnection(
                test.config().url(), owner.user(), owner.password());
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void makes_a_day_block_of_what_arrived() {
    append(delivery(channel, rows(0, 10, 20, 60)));

    assertThat(processor.runUntilIdle()).isEqualTo(1);

    DayBlock block = block(channel);
    assertThat(block.values().toString()).startsWith("10 20 60 - -");
    assertThat(block.revision()).isEqualTo(1);
    assertThat(block.dataUntil()).isEqualTo(START.plusSeconds(2700));
    assertThat(block.aggregate().expected()).isEqualTo(96);
    assertThat(block.aggregate().present()).isEqualTo(3);
    assertThat(block.aggregate().sumWh()).hasValue(90);
    assertThat(block.aggregate().minWh()).hasValue(10);
    assertThat(block.aggregate().maxWh()).hasValue(60);
    assertThat(block.aggregate().avgWh().orElseThrow()).isEqualByComparingTo("30");
    assertThat(block.aggregate().worst()).isEqualTo(Quality.MEASURED);
  }

  @Test
  void makes_no_new_revision_of_what_it_knew() {
    append(delivery(channel, rows(0, 10, 20, 60)));
    processor.runUntilIdle();
    append(
        delivery(channel, rows(0, 10, 20, 60)),
        delivery(channel, rows(0, 10, 20, 60).subList(1, 2)));

    assertThat(processor.runUntilIdle()).isEqualTo(2);

    assertThat(block(channel).revision()).isEqualTo(1);
    assertThat(history()).isEmpty();
  }

  @Test
  void keeps_the_revision_that_a_late_reading_corrects() {
    append(delivery(channel, List.of(rows(0, 100).getFirst(), rows(2, 100).getFirst())));
    processor.runUntilIdle();
    assertThat(block(channel).values().quality(1)).isEqualTo(Quality.REGISTER_DIFFERENCE);

    append(delivery(channel, rows(1, 100)));
    processor.runUntilIdle();

    assertThat(block(channel).revision()).isEqualTo(2);
    assertThat(block(channel).values().quality(1)).isEqualTo(Quality.MEASURED);
    assertThat(history()).extracting(DayBlock::revision).containsExactly(1);
    assertThat(history().getFirst().values().quality(1)).isEqualTo(Quality.REGISTER_DIFFERENCE);
  }

  @Test
  void sets_aside_what_cannot_be_read_and_goes_on() throws Exception {
    append(delivery(channel, rows(0, 100)));
    asOwner(
        """
        insert into arrival values (%1$d, 1, %2$d, 'sink:x', now(), 'rubbish');
        update arrival_partition set next_offset = 2 where partition = %1$d
        """
            .formatted(PARTITION, channel));
    append(
        delivery(channel, rows(1, 100)),
        delivery(channel, List.of(Reading.energy(NOW.plusSeconds(86_400), 5))));

    assertThat(processor.runUntilIdle()).isEqualTo(4);

    assertThat(block(channel).values().toString()).startsWith("100 100 -");
    assertThat(count("select \"offset\" from arrival_set_aside order by 1 limit 1")).isEqualTo(1);
    assertThat(
            test.database()
                .<List<String>>reading(session ->
                    session
                        .createNativeQuery(
                            "select reason from arrival_set_aside order by \"offset\"",
                            String.class)
                        .getResultList()))
        .containsExactly(
            "version must be 1 but was 114 (at byte 0)",
            "1 of 1 readings end more than PT1H after they were received");
  }

  /** Content that the database refuses: only the arrival that has it is set aside. */
  @Test
  void finds_the_one_arrival_that_spoils_a_batch() throws Exception {
    asOwner(
        """
        create function refuse() returns trigger language plpgsql as $$
        begin
          if new."values" @> array[13] then
            raise exception 'no thirteen' using errcode = '23514';
          end if;
          return new;
        end $$;
        create trigger refuse before insert or update on day_block
        for each row execute function refuse()
        """);
    append(
        delivery(channel, rows(0, 100)),
        delivery(kettle, rows(0, 13)),
        delivery(channel, rows(1, 100)));

    assertThat(processor.runUntilIdle()).isEqualTo(3);

    assertThat(block(channel).values().toString()).startsWith("100 100 -");
    assertThat(count("select \"offset\" from arrival_set_aside")).isEqualTo(1);
    assertThat(count("select count(*) from day_block where channel_id = " + kettle)).isZero();
  }

  @Nested
  @DisplayName("that fails in the middle")
  class Failing {

    /** Each statement of the transaction, and the commit itself, fails once. */
    @ParameterizedTest
    @ValueSource(
        strings = {
          "day_block",
          "day_block_history",
          "alarm",
          "outbox",
          "processor_offset",
          "commit"
        })
    void repeats_and_loses_or_doubles_nothing(String place) throws Exception {
      putRule(2_000);
      append(delivery(kettle, List.of(rows(0, 100).getFirst(), rows(2, 100).getFirst())));
      processor.runUntilIdle();
      append(delivery(kettle, rows(1, 100)), delivery(kettle, rows(3, 600)));
      breakOnce(place);

      assertThatThrownBy(processor::runUntilIdle).hasStackTraceContaining("broken on purpose");
      assertThat(block(kettle).revision()).isEqualTo(1);
      assertThat(count("select count(*) from alarm")).isZero();
      repair();
      // another process takes over
      try (var next = processor(ProcessorConfig.defaults())) {
        assertThat(next.runUntilIdle()).isEqualTo(2);
        assertThat(next.runUntilIdle()).isZero();
      }

      assertThat(block(kettle).revision()).isEqualTo(2);
      assertThat(block(kettle).values().toString()).startsWith("100 100 100 600 -");
      assertThat(count("select count(*) from day_block_history")).isEqualTo(1);
      assertThat(count("select count(*) from alarm")).isEqualTo(1);
      assertThat(count("select count(*) from outbox")).isEqualTo(1);
      assertThat(count("select count(*) from arrival_set_aside")).isZero();
    }

    private void breakOnce(String place) throws SQLException {
      asOwner(
          """
          create function break() returns trigger language plpgsql as $$
          begin raise exception 'broken on purpose' using errcode = '58030'; end $$
          """);
      asOwner(
          place.equals("commit")
              ? """
              create constraint trigger break after insert or update on day_block
              deferrable initially deferred for each row execute function break()
              """
              : """
              create trigger break before insert or update on %s
              for each row execute function break()
              """
                  .formatted(place));
    }

    private void repair() throws SQLException {
      asOwner("drop function break() cascade");
    }

    @Test
    void goes_on_when_the_connection_is_cut() throws Exception {
      append(delivery(channel, rows(0, 10)));
      asOwner(
          """
          create function cut() returns trigger language plpgsql security definer as $$
          begin
            perform pg_terminate_backend(pg_backend_pid());
            return new;
          end $$;
          create trigger cut before insert on day_block for each row execute function cut()
          """);
      assertThatThrownBy(processor::runUntilIdle).isInstanceOf(RuntimeException.class);
      asOwner("drop function cut() cascade");

      assertThat(processor.runUntilIdle()).isEqualTo(1);
      assertThat(block(channel).values().toString()).startsWith("10 -");
      assertThat(count("select count(*) from arrival_set_aside")).isZero();
    }
  }

  @Test
  void leaves_a_partition_alone_that_another_processor_has() {
    append(delivery(channel, rows(0, 10)));

    test.database()
        .transact(session -> {
          assertThat(new ProcessorOffsets(session).take(PARTITION)).hasValue(0);

          assertThat(processor.runUntilIdle()).isZero();
        });

    assertThat(processor.runUntilIdle()).isEqualTo(1);
  }

  @Test
  void works_as_soon_as_something_arrives() throws Exception {
    var patient =
        new ProcessorConfig(
            200, Duration.ofHours(1), Duration.ofSeconds(1), 1, ProcessorConfig.defaults().rules());
    try (var running = processor(patient)) {
      running.start();
      append(delivery(channel, rows(0, 10)));

      awaitBlocks(1);
    }
  }

  private void awaitBlocks(long atLeast) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (count("select count(*) from day_block") < atLeast) {
      assertThat(System.nanoTime() - deadline).as("waited long enough").isNegative();
    }
  }

  @Nested
  @DisplayName("watching a limit")
  class Watching {

    @Test
    void raises_one_alarm_and_one_message_when_it_is_exceeded() {
      putRule(2_000);

      append(delivery(kettle, rows(0, 100, 600, 700, 100)));
      processor.runUntilIdle();
      append(delivery(kettle, rows(4, 20)), delivery(kettle, rows(0, 100, 600)));
      processor.runUntilIdle();

      List<Alarm> alarms =
          test.database()
              .reading(session ->
                  new Alarms(session).of(TestHouse.CUSTOMER, java.util.Optional.empty(), 10));
      assertThat(alarms).hasSize(1);
      Alarm alarm = alarms.getFirst();
      assertThat(alarm.observedW()).isEqualTo(2_400);
      assertThat(alarm.limitW()).isEqualTo(2_000);
      assertThat(alarm.intervalStart()).isEqualTo(START.plusSeconds(900));
      assertThat(alarm.deviceId()).isEqualTo("A-01-kettle");
      assertThat(
              test.database()
                  .<List<String>>reading(session ->
                      session
                          .createNativeQuery(
                              "select title || ': ' || body from outbox", String.class)
                          .getResultList()))
          .containsExactly("kettle is above 2000 W: 2400 W on average from 10 Mar 00:15 to 00:30");
    }

    @Test
    void looks_only_at_what_ends_after_the_limit_was_set() {
      append(delivery(kettle, rows(0, 100, 600)));
      test.database()
          .transact(session ->
              new AlarmRules(session)
                  .put(
                      TestHouse.CUSTOMER,
                      "r",
                      "A-01-kettle",
                      2_000,
                      true,
                      START.plusSeconds(1800)));

      processor.runUntilIdle();

      assertThat(count("select count(*) from alarm")).isZero();
    }
  }

  @Test
  void raises_no_alarm_for_somebody_who_moved_out() {
    putRule(2_000);
    test.database()
        .transact(session ->
            session
                .createNativeMutationQuery("update occupancy set valid_until = :until")
                .setParameter("until", START.plusSeconds(1800))
                .executeUpdate());

    append(delivery(kettle, rows(0, 100, 100, 600, 600)));
    processor.runUntilIdle();

    assertThat(count("select count(*) from alarm")).isZero();
  }

  private void putRule(int limitW) {
    test.database()
        .transact(session ->
            new AlarmRules(session)
                .put(TestHouse.CUSTOMER, "too-much", "A-01-kettle", limitW, true, START));
  }
}
