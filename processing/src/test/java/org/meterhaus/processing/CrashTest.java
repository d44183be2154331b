package org.meterhaus.processing;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.meterhaus.db.Database;
import org.meterhaus.db.Sql;
import org.meterhaus.db.TestDatabase;
import org.meterhaus.db.TestHouse;
import org.meterhaus.db.arrivals.Delivery;
import org.meterhaus.db.arrivals.Partitions;
import org.meterhaus.db.arrivals.PostgresArrivalLog;
import org.meterhaus.db.arrivals.Reading;
import org.meterhaus.db.arrivals.Source;
import org.meterhaus.db.embedded.EmbeddedConfig;
import org.meterhaus.db.embedded.EmbeddedPostgres;

/**
 * Real processes on a real PostgreSQL. All channels are in two partitions, so that processors meet.
 * {@code scripts/crashtest} runs it with many seeds.
 */
@DisplayName("Processing that is disturbed")
class CrashTest {
  private static final int CHANNELS = 6;
  private static final int DAYS = 30;
  private static final Instant START = Instant.parse("2026-01-09T23:00:00Z");
  private static final Instant NOW = START.plus(Duration.ofDays(DAYS + 1L));
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** What a single processor makes of the arrivals, undisturbed. */
  private static String undisturbed = "";

  @TempDir private static Path folder;

  @BeforeAll
  static void processUndisturbed() {
    try (TestDatabase test = TestDatabase.create()) {
      fill(test.database());
      try (var processor = processor(test.database())) {
        processor.runUntilIdle();
      }
      undisturbed = outcome(test.database());
      assertThat(undisturbed).startsWith(CHANNELS * DAYS + " blocks");
    }
  }

  private static Processor processor(Database database) {
    return new Processor(database, ProcessorProcess.SMALL, InstantSource.fixed(NOW));
  }

  static LongStream seeds() {
    return LongStream.range(0, Long.getLong("crashtest.seeds", 2));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void loses_and_doubles_nothing_when_it_is_killed(long seed) throws Exception {
    var random = new Random(seed);
    try (TestDatabase test = TestDatabase.create()) {
      long arrivals = fill(test.database());
      long reached = 0;
      for (int kill = 0; kill < 2; kill++) {
        Process victim = start(test, "killed-%d-%d".formatted(seed, kill));
        // somewhere in the midst: in a transaction, between two, while it commits
        reached += 1 + random.nextLong(arrivals / 3);
        awaitProcessed(test.database(), reached);
        LockSupport.parkNanos(random.nextLong(TimeUnit.MILLISECONDS.toNanos(20)));
        victim.destroyForcibly().waitFor();
        reached = processed(test.database());
      }
      try (var processor = processor(test.database())) {
        processor.start();
        awaitProcessed(test.database(), arrivals);
      }

      assertThat(outcome(test.database())).isEqualTo(undisturbed);
    }
  }

  @Test
  void is_done_by_one_at_a_time_when_two_processors_meet() throws Exception {
    try (TestDatabase test = TestDatabase.create()) {
      long arrivals = fill(test.database());
      List<Process> both = List.of(start(test, "one"), start(test, "other"));
      awaitProcessed(test.database(), arrivals);
      for (Process each : both) {
        each.getOutputStream().close();
        assertThat(each.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      }

      assertThat(outcome(test.database())).isEqualTo(undisturbed);
      for (String name : List.of("one", "other")) {
        assertThat(Files.readString(folder.resolve(name)))
            .doesNotContain("processing failed", "cannot be processed");
      }
    }
  }

  @Test
  void goes_on_when_the_database_dies_and_comes_back() throws Exception {
    var config =
        EmbeddedConfig.of(
            Files.createDirectories(folder.resolve("postgres")),
            Path.of(System.getProperty("java.io.tmpdir"), "meterhaus-binaries"));
    try (var server = EmbeddedPostgres.start(config);
        var database = Database.open(server.databaseConfig())) {
      long arrivals = fill(database);
      try (var processor = processor(database)) {
        processor.start();
        awaitProcessed(database, arrivals / 3);
        long before = server.pid();
        ProcessHandle.of(before).orElseThrow().destroyForcibly();
        awaitProcessed(database, arrivals);
        assertThat(server.pid()).isNotEqualTo(before);
      }

      assertThat(outcome(database)).isEqualTo(undisturbed);
    }
  }

  private static Process start(TestDatabase test, String log) {
    return ProcessorProcess.start(test.config().withoutOwner(), NOW, folder.resolve(log));
  }

  /** The same for everybody: whole days with holes that are closed later, in some disorder. */
  private static long fill(Database database) {
    List<String> meters =
        IntStream.iterate(0, i -> i + 1)
            .mapToObj("MHV%013d"::formatted)
            .filter(meter -> Partitions.of(meter) < 2)
            .limit(CHANNELS)
            .toList();
    List<Long> channels = new ArrayList<>();
    database.transact(session -> {
      channels.clear();
      TestHouse.build(session, "Europe/Berlin");
      for (int i = 0; i < CHANNELS; i++) {
        channels.add(TestHouse.flat(session, "A-0" + i, meters.get(i), 900, 5_000));
      }
    });
    var random = new Random(3);
    List<Delivery> deliveries = new ArrayList<>();
    List<Delivery> late = new ArrayList<>();
    long[] registers = new long[CHANNELS];
    for (int day = 0; day < DAYS; day++) {
      for (int i = 0; i < CHANNELS; i++) {
        List<Reading> rows = new ArrayList<>();
        List<Reading> hole = new ArrayList<>();
        int from = random.nextInt(4) == 0 ? 10 + random.nextInt(60) : 1_000;
        for (int slot = 0; slot < 96; slot++) {
          int wh = random.nextInt(200);
          registers[i] += wh;
          var row =
              Reading.of(START.plusSeconds((day * 96L + slot + 1) * 900), 0, wh, registers[i]);
          (slot >= from && slot < from + 8 ? hole : rows).add(row);
        }
        deliveries.add(delivery(channels.get(i), meters.get(i), day, rows));
        if (!hole.isEmpty() && random.nextBoolean()) {
          late.add(delivery(channels.get(i), meters.get(i), day + 1, hole));
        }
      }
      if (day % 5 == 4) {
        deliveries.addAll(late);
        late.clear();
      }
    }
    database.transact(session -> new PostgresArrivalLog(session).append(deliveries));
    return deliveries.size();
  }

  private static Delivery delivery(long channel, String meter, int day, List<Reading> rows) {
    Instant received = START.plus(Duration.ofDays(day + 1L));
    return new Delivery(channel, Partitions.of(meter), Source.sink(TestHouse.SINK), received, rows);
  }

  private static void awaitProcessed(Database database, long arrivals) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (processed(database) < arrivals) {
      assertThat(System.nanoTime() - deadline).as("waited long enough").isNegative();
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
    }
  }

  /** 0 also while the database is away. */
  private static long processed(Database database) {
    try {
      return database.reading(session ->
          Sql.of(session, "select coalesce(sum(\"offset\"), 0)::bigint from processor_offset")
              .first(row -> row.bigint(0))
              .orElseThrow());
    } catch (RuntimeException e) {
      return 0;
    }
  }

  /** Everything that does not depend on how the arrivals were cut into transactions. */
  private static String outcome(Database database) {
    return database.reading(session ->
        Sql.of(
                session,
                """
                select count(*) || ' blocks, ' || (select count(*) from arrival_set_aside) || ' set aside, '
                  || md5(string_agg(concat_ws('|', channel_id, day, partition, expected, present, raw, "values",
                       quality, sum_wh, min_wh, max_wh, avg_wh, worst_quality, data_until, derivation, band, notes,
                       rules), E'\\n' order by channel_id, day))
                from day_block
                """)
            .first(row -> row.text(0))
            .orElseThrow());
  }
}
