package org.meterhaus.processing.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.meterhaus.db.TestDatabase;
import org.meterhaus.db.TestHouse;
import org.meterhaus.db.arrivals.Delivery;
import org.meterhaus.db.arrivals.Partitions;
import org.meterhaus.db.arrivals.PostgresArrivalLog;
import org.meterhaus.db.arrivals.Reading;
import org.meterhaus.db.arrivals.Source;
import org.meterhaus.processing.Processor;
import org.meterhaus.processing.ProcessorConfig;
import org.postgresql.PGConnection;

/**
 * From the arrival log to committed day blocks, against writing the very same blocks with binary
 * COPY into the same table, emptied before, in the same database with fsync on. Budget: at least
 * half of COPY's rate. Run by {@code scripts/ingestbench}.
 *
 * <p>Both sides write in turn, round after round; the first rounds warm up both and do not count.
 * What COPY has written is read again and compared, octet by octet.
 *
 * <p>The arrivals are whole days of quarter hours with their registers, as a sink delivers them
 * that catches up; all channels' first day, then all channels' second, and so on.
 */
class IngestBench {
  private static final int CHANNELS = Integer.getInteger("ingestbench.channels", 2_000);
  private static final int DAYS = Integer.getInteger("ingestbench.days", 32);
  private static final Instant START = Instant.parse("2026-01-09T23:00:00Z");
  private static final String COLUMNS = "select * from day_block order by day, channel_id";

  /**
   * The first rounds warm up both sides: the JVM's compiler, and the database's files and caches.
   */
  private static final int WARM_UP = 2;

  private static final int ROUNDS = Integer.getInteger("ingestbench.rounds", 5);

  /** Of one round. */
  private record Timing(Cost process, Cost copy) {
    double ratio() {
      return (double) copy.took().toNanos() / process.took().toNanos();
    }
  }

  /** What one side took: from begin to end, and of the processors, whatever else runs on them. */
  private record Cost(Duration took, Duration java, Duration postgres) {
    static Cost of(Runnable work) {
      Duration javaBefore = javaCpu();
      Duration postgresBefore = postgresCpu();
      long began = System.nanoTime();
      work.run();
      return new Cost(
          Duration.ofNanos(System.nanoTime() - began),
          javaCpu().minus(javaBefore),
          postgresCpu().minus(postgresBefore));
    }

    private static Duration javaCpu() {
      return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private static Duration postgresCpu() {
      return ProcessHandle.current()
          .descendants()
          .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
          .reduce(Duration.ZERO, Duration::plus);
    }
  }

  @Test
  void measure() throws SQLException, IOException {
    try (TestDatabase test = TestDatabase.create()) {
      List<Long> channels = new ArrayList<>();
      test.database().transact(session -> TestHouse.build(session, "Europe/Berlin"));
      test.database()
          .transact(session -> {
            for (int i = 0; i < CHANNELS; i++) {
              String id = "A-%05d".formatted(i);
              channels.add(TestHouse.flat(session, id, "MHV%013d".formatted(i), 900, 5_000));
            }
          });
      var owner = test.config().owner().orElseThrow();
      try (Connection direct =
          DriverManager.getConnection(test.config().url(), owner.user(), owner.password())) {
        var processor =
            new Processor(
                test.database(),
                ProcessorConfig.defaults(),
                InstantSource.fixed(START.plus(Duration.ofDays(366))));
        List<Timing> timings = new ArrayList<>();
        long octets = 0;
        long state = 0;
        for (int round = 0; round < WARM_UP + ROUNDS; round++) {
          append(test, channels, round);
          execute(direct, "truncate day_block");
          execute(direct, "vacuum analyze");
          long memoryBefore = usedMemory();
          Cost process = Cost.of(processor::runUntilIdle);
          state = Math.max(0, usedMemory() - memoryBefore) / CHANNELS;
          byte[] blocks = copyOut(direct);
          assertBlocks(direct);
          execute(direct, "truncate day_block");
          execute(direct, "vacuum analyze");
          Cost copy = Cost.of(() -> copyIn(direct, blocks));
          assertBlocks(direct);
          assertThat(copyOut(direct)).isEqualTo(blocks);
          octets = blocks.length;
          if (round >= WARM_UP) {
            timings.add(new Timing(process, copy));
          }
        }
        processor.close();
        report(timings, octets, state, fsync(direct));
      }
    }
  }

  private static void assertBlocks(Connection direct) throws SQLException {
    assertThat(count(direct, "day_block")).isEqualTo((long) CHANNELS * DAYS);
    assertThat(count(direct, "day_block where worst_quality <> 0")).isZero();
  }

  @SuppressWarnings("SystemOut")
  private static void report(List<Timing> timings, long octets, long state, String fsync) {
    long blocks = (long) CHANNELS * DAYS;
    List<Double> ratios = timings.stream().map(Timing::ratio).sorted().toList();
    Duration process = median(timings, timing -> timing.process().took());
    Duration copy = median(timings, timing -> timing.copy().took());
    System.out.printf(
        """
        ingestbench: %,d channels x %d days of 96 quarter hours = %,d blocks, %,d octets a block in COPY's form, fsync %s, median of %d rounds
        arrival log -> committed day blocks: %,8d blocks/s %,12d intervals/s (%,d ms)
        the same blocks with binary COPY:    %,8d blocks/s %,12d intervals/s (%,d ms)
        ratio: median of the rounds %.0f %%, worst %.0f %%, best %.0f %% (budget: at least 50 %%)
        processor time a block, in us: ingest %d in Java and %d in PostgreSQL, COPY %d and %d
        memory kept by the processor after the run: %,d octets a channel
        """,
        CHANNELS,
        DAYS,
        blocks,
        octets / blocks,
        fsync,
        timings.size(),
        rate(blocks, process),
        rate(blocks, process) * 96,
        process.toMillis(),
        rate(blocks, copy),
        rate(blocks, copy) * 96,
        copy.toMillis(),
        100 * ratios.get(ratios.size() / 2),
        100 * ratios.getFirst(),
        100 * ratios.getLast(),
        microsABlock(median(timings, timing -> timing.process().java())),
        microsABlock(median(timings, timing -> timing.process().postgres())),
        microsABlock(median(timings, timing -> timing.copy().java())),
        microsABlock(median(timings, timing -> timing.copy().postgres())),
        state);
  }

  private static long microsABlock(Duration all) {
    return all.toNanos() / 1_000 / ((long) CHANNELS * DAYS);
  }

  private static Duration median(List<Timing> timings, Function<Timing, Duration> of) {
    return timings.stream().map(of).sorted().toList().get(timings.size() / 2);
  }

  private static long rate(long blocks, Duration took) {
    return blocks * 1_000_000_000L / took.toNanos();
  }

  private static void append(TestDatabase test, List<Long> channels, int round) {
    var random = new Random(round);
    long[] registers = new long[CHANNELS];
    for (int day = 0; day < DAYS; day++) {
      for (int first = 0; first < CHANNELS; first += 500) {
        var deliveries = new ArrayList<Delivery>();
        for (int i = first; i < Math.min(CHANNELS, first + 500); i++) {
          var rows = new ArrayList<Reading>();
          for (int slot = 0; slot < 96; slot++) {
            int wh = 20 + random.nextInt(180);
            registers[i] += wh;
            rows.add(
                Reading.of(START.plusSeconds((day * 96L + slot + 1) * 900), 0, wh, registers[i]));
          }
          deliveries.add(
              new Delivery(
                  channels.get(i),
                  Partitions.of("MHV%013d".formatted(i)),
                  Source.sink(TestHouse.SINK),
                  START.plus(Duration.ofDays(day + 1L)),
                  rows));
        }
        test.database().transact(session -> new PostgresArrivalLog(session).append(deliveries));
      }
    }
  }

  private static byte[] copyOut(Connection direct) throws SQLException, IOException {
    var out = new ByteArrayOutputStream();
    direct
        .unwrap(PGConnection.class)
        .getCopyAPI()
        .copyOut("copy (" + COLUMNS + ") to stdout (format binary)", out);
    return out.toByteArray();
  }

  private static void copyIn(Connection direct, byte[] blocks) {
    try {
      direct
          .unwrap(PGConnection.class)
          .getCopyAPI()
          .copyIn(
              "copy day_block from stdin (format binary)",
              new ByteArrayInputStream(blocks),
              1 << 16);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long usedMemory() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static long count(Connection direct, String what) throws SQLException {
    try (var statement = direct.createStatement();
        var row = statement.executeQuery("select count(*) from " + what)) {
      row.next();
      return row.getLong(1);
    }
  }

  private static String fsync(Connection direct) throws SQLException {
    try (var statement = direct.createStatement();
        var row =
            statement.executeQuery(
                "select current_setting('fsync') || ', synchronous_commit ' || current_setting('synchronous_commit')")) {
      row.next();
      return row.getString(1);
    }
  }

  private static void execute(Connection direct, String sql) throws SQLException {
    try (var statement = direct.createStatement()) {
      statement.execute(sql);
    }
  }
}
