package org.meterhaus.processing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.meterhaus.db.TestDatabase;
import org.meterhaus.db.TestHouse;
import org.meterhaus.db.arrivals.Delivery;
import org.meterhaus.db.arrivals.Partitions;
import org.meterhaus.db.arrivals.PostgresArrivalLog;
import org.meterhaus.db.arrivals.Reading;
import org.meterhaus.db.arrivals.Source;
import org.meterhaus.db.blocks.DayBlock;
import org.meterhaus.db.blocks.DayBlocks;

/** A building's first ten weeks: 45 channels, a delivery a day and channel, some hours missing. */
@DisplayName("The first ingest of a building")
class FirstIngestTest {
  private static final int CHANNELS = 45;
  private static final int DAYS = 70;
  private static final LocalDate FIRST = LocalDate.of(2026, 1, 10);
  private static final Instant START = Instant.parse("2026-01-09T23:00:00Z");

  private TestDatabase test;
  private final List<Long> channels = new ArrayList<>();
  private final List<Integer> partitions = new ArrayList<>();

  @BeforeEach
  void open() {
    test = TestDatabase.create();
    test.database()
        .transact(session -> {
          TestHouse.build(session, "Europe/Berlin");
          for (int i = 0; i < CHANNELS; i++) {
            String meter = "MHV%013d".formatted(i);
            partitions.add(Partitions.of(meter));
            channels.add(TestHouse.flat(session, "A-%02d".formatted(i), meter, 900, 5_000));
          }
        });
  }

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void takes_seconds_and_counts_every_watt_hour() {
    long[] totals = append();
    var processor =
        new Processor(
            test.database(),
            ProcessorConfig.defaults(),
            InstantSource.fixed(START.plus(Duration.ofDays(DAYS))));

    long began = System.nanoTime();
    long processed = processor.runUntilIdle();
    Duration took = Duration.ofNanos(System.nanoTime() - began);

    assertThat(processed).isEqualTo((long) CHANNELS * DAYS);
    for (int i = 0; i < CHANNELS; i++) {
      long channel = channels.get(i);
      List<DayBlock> blocks =
          test.database()
              .reading(
                  session -> new DayBlocks(session).find(channel, FIRST, FIRST.plusDays(DAYS)));
      assertThat(blocks).hasSize(DAYS);
      assertThat(blocks.stream().mapToLong(block -> block.aggregate().sumWh().orElse(0)).sum())
          .as("the register's advance of channel %d", channel)
          .isEqualTo(totals[i]);
    }
    System.getLogger(FirstIngestTest.class.getName())
        .log(
            System.Logger.Level.INFO,
            "{0} intervals of {1} channels in {2} ms",
            CHANNELS * DAYS * 96,
            CHANNELS,
            took.toMillis());
    // the budget is a few seconds on two idle cores; a busy machine gets ten times that
    assertThat(took).isLessThan(Duration.ofSeconds(60));
  }

  private long[] append() {
    var random = new Random(7);
    long[] registers = new long[CHANNELS];
    long[] begins = new long[CHANNELS];
    for (int i = 0; i < CHANNELS; i++) {
      registers[i] = random.nextInt(100_000);
      begins[i] = registers[i];
    }
    for (int day = 0; day < DAYS; day++) {
      var deliveries = new ArrayList<Delivery>();
      for (int i = 0; i < CHANNELS; i++) {
        // an hour is lost now and then, never the first or the last of all
        int hole = random.nextInt(10) == 0 ? 4 + random.nextInt(80) : 1000;
        var rows = new ArrayList<Reading>();
        for (int slot = 0; slot < 96; slot++) {
          int wh = random.nextInt(200);
          registers[i] += wh;
          if (slot < hole || slot >= hole + 4) {
            rows.add(
                Reading.of(START.plusSeconds((day * 96L + slot + 1) * 900), 0, wh, registers[i]));
          }
        }
        deliveries.add(
            new Delivery(
                channels.get(i),
                partitions.get(i),
                Source.sink(TestHouse.SINK),
                START.plus(Duration.ofDays(day + 1L)),
                rows));
      }
      test.database().transact(session -> new PostgresArrivalLog(session).append(deliveries));
    }
    long[] totals = new long[CHANNELS];
    for (int i = 0; i < CHANNELS; i++) {
      totals[i] = registers[i] - begins[i];
    }
    return totals;
  }
}
