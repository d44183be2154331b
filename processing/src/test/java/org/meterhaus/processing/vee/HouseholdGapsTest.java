package org.meterhaus.processing.vee;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The recordings of {@code samples}, with readings taken out at seeded places: a small part of what
 * {@code scripts/veebench} does with all of it. The textbook's rules fill the same gaps beside
 * ours.
 */
@DisplayName("Gaps of real households")
class HouseholdGapsTest {
  private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
  private static final int PER_DAY = 48;
  private static final int DAYS = 112;

  private static List<long[]> households() throws IOException {
    List<long[]> households = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of("../samples/recordings"))) {
      for (Path file : files.filter(each -> each.toString().contains("SGSC")).sorted().toList()) {
        households.add(
            Files.readAllLines(file).stream()
                .filter(line -> !line.startsWith("#"))
                .limit(DAYS)
                .flatMapToLong(
                    line -> Stream.of(line.split(",", -1)).skip(2).mapToLong(Long::parseLong))
                .toArray());
      }
    }
    return households;
  }

  /** Lost registers, in runs of one length that do not touch, after four weeks of history. */
  private static BitSet lost(int length, Random random) {
    var lost = new BitSet();
    int count = DAYS * PER_DAY;
    for (int tries = 0; lost.cardinality() < count / 20 && tries < 1_000; tries++) {
      int from = 28 * PER_DAY + random.nextInt(count - 28 * PER_DAY - length - 8);
      int next = lost.nextSetBit(Math.max(0, from - 4));
      if (next < 0 || next > from + length + 4) {
        lost.set(from, from + length);
      }
    }
    return lost;
  }

  private static RepairedSeries repair(long[] wh, BitSet lost, Rules rules) {
    var series =
        new MeterSeries(
            START, wh.length, 1800, ZoneOffset.UTC, OptionalInt.of(34_500), OptionalLong.empty());
    long level = 1_000_000;
    for (int boundary = 0; boundary <= wh.length; boundary++) {
      if (!lost.get(boundary)) {
        long end = START.getEpochSecond() + boundary * 1800L;
        series.offer(end, MeterSeries.NONE, level, end);
      }
      level += boundary < wh.length ? wh[boundary] : 0;
    }
    return series.repair(rules);
  }

  @ParameterizedTest(name = "of {0} readings")
  @CsvSource({"1, 0.97", "4, 0.96", "48, 0.93", "144, 0.96"})
  void are_filled_better_than_by_the_book_and_exact_in_sum(int length, double atMost)
      throws IOException {
    double ours = 0;
    double book = 0;
    var random = new Random(length);
    for (long[] wh : households()) {
      BitSet lost = lost(length, random);
      RepairedSeries repaired = repair(wh, lost, Rules.FINAL);
      RepairedSeries simple = repair(wh, lost, Rules.SIMPLE);
      long total = 0;
      for (int slot = 0; slot < wh.length; slot++) {
        ours += Math.abs(repaired.wh(slot) - wh[slot]);
        book += Math.abs(simple.wh(slot) - wh[slot]);
        total += repaired.wh(slot);
        if (!lost.get(slot) && !lost.get(slot + 1)) {
          assertThat(repaired.wh(slot)).isEqualTo(wh[slot]);
        } else {
          assertThat(repaired.quality(slot).isEstimated()).isTrue();
        }
      }
      assertThat(total).isEqualTo(LongStream.of(wh).sum());
    }
    System.out.printf(
        Locale.ROOT, "gaps of %d readings: error %.3f of the textbook's%n", length, ours / book);

    assertThat(ours / book).isLessThan(atMost);
  }
}
