package org.meterhaus.processing.vee;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.meterhaus.db.arrivals.Reading;
import org.meterhaus.db.arrivals.Source;
import org.meterhaus.db.blocks.BlockChannel;
import org.meterhaus.processing.merge.RawDay;
import org.meterhaus.processing.merge.RawValue;

@DisplayName("A window that needs no decision")
class SoundSeriesTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  /** The clocks change within reach. */
  private static final LocalDate FIRST = LocalDate.of(2026, 3, 25);

  private static final int LIMIT = 5_000;
  private static final long SEED = 20_260_325;
  private static final int RUNS = 3_000;

  @Test
  @DisplayName("gives what the rules give, and whatever is odd is left to them")
  void sameAsTheRules() {
    var random = new Random(SEED);
    int taken = 0;
    int left = 0;
    for (int run = 0; run < RUNS; run++) {
      int days = 1 + random.nextInt(10);
      int intervalS = random.nextBoolean() ? 3600 : 900;
      var channel =
          new BlockChannel(
              1,
              0,
              intervalS,
              random.nextInt(4) == 0 ? OptionalInt.empty() : OptionalInt.of(LIMIT),
              BERLIN);
      List<RawValue> rows = rows(random, days, intervalS);
      boolean odd = random.nextBoolean();
      for (int i = odd ? 1 + random.nextInt(3) : 0; i > 0; i--) {
        makeOdd(rows, random, intervalS);
      }
      var window = window(channel, days, rows);
      Instant dataUntil = dataUntil(rows, random, intervalS);
      Rules rules = Rules.NAMED.get(random.nextInt(Rules.NAMED.size()));
      LocalDate from = FIRST.plusDays(random.nextInt(days));
      LocalDate until =
          from.plusDays(
              1 + random.nextInt((int) (window.until().toEpochDay() - from.toEpochDay())));
      Slots slots = Slots.of(window);

      List<CleanDay> judged = Derivation.judged(window, slots, from, until, dataUntil, rules);

      assertThat(Derivation.derive(window, from, until, dataUntil, rules))
          .as("run %d of seed %d", run, SEED)
          .isEqualTo(judged);
      if (SoundSeries.of(window, slots, slots.endedBy(dataUntil), rules).isPresent()) {
        taken++;
      } else {
        left++;
      }
    }
    assertThat(taken).isGreaterThan(RUNS / 5);
    assertThat(left).isGreaterThan(RUNS / 5);
  }

  private static List<RawValue> rows(Random random, int days, int intervalS) {
    var rows = new ArrayList<RawValue>();
    Instant start = FIRST.atStartOfDay(BERLIN).toInstant();
    Instant end = FIRST.plusDays(days).atStartOfDay(BERLIN).toInstant();
    long register = random.nextInt(1_000_000);
    int base = random.nextInt(300);
    int high = random.nextInt(40);
    int kept = random.nextInt(3) == 0 ? 1 + random.nextInt(days * 24) : Integer.MAX_VALUE;
    for (Instant at = start.plusSeconds(intervalS);
        !at.isAfter(end) && rows.size() < kept;
        at = at.plusSeconds(intervalS)) {
      int wh = base + random.nextInt(200) + (random.nextInt(20_000) < high ? 4_000 : 0);
      register += wh;
      int rounded = Math.max(0, wh + (random.nextInt(10) == 0 ? random.nextInt(5) - 2 : 0));
      rows.add(value(Reading.of(at, 0, rounded, register), Source.sink("sink-lindenhof")));
    }
    return rows;
  }

  private static RawValue value(Reading reading, Source source) {
    return new RawValue(reading, source, reading.end().plusSeconds(60));
  }

  /** One thing that a rule may have something to say about. */
  private static void makeOdd(List<RawValue> rows, Random random, int intervalS) {
    int at = random.nextInt(rows.size());
    RawValue value = rows.get(at);
    Reading row = value.reading();
    int wh = row.energyWh().orElse(0);
    long register = row.registerWh().orElse(0);
    Source sink = value.source();
    switch (random.nextInt(12)) {
      case 0 -> {
        if (rows.size() > 1) {
          rows.remove(at);
        }
      }
      case 1 -> rows.set(at, value(Reading.energy(row.end(), wh), sink));
      case 2 -> rows.set(at, value(Reading.register(row.end(), register), sink));
      case 3 ->
          rows.set(at, value(Reading.of(row.end(), 1 << random.nextInt(9), wh, register), sink));
      case 4 -> rows.set(at, value(Reading.of(row.end(), 0, wh + 3, register), sink));
      case 5 -> rows.set(at, value(Reading.of(row.end(), 0, -wh - 1, register), sink));
      case 6 -> rows.set(at, value(Reading.of(row.end(), 0, 6_000, register), sink));
      case 7 -> rows.set(at, value(Reading.of(row.end(), 0, wh, register + 7_000), sink));
      case 8 -> rows.set(at, value(Reading.of(row.end(), 0, wh, register / 2), sink));
      case 9 -> rows.set(at, value(row, Source.customer("c-A-01")));
      case 10 ->
          rows.add(
              at + 1,
              value(
                  Reading.of(row.end(), 0, wh + random.nextInt(2), register),
                  Source.importOf("file")));
      default ->
          rows.set(
              at,
              value(
                  Reading.of(
                      row.end().plusSeconds(1 + random.nextInt(intervalS / 2)), 0, wh, register),
                  sink));
    }
  }

  private static RawWindow window(BlockChannel channel, int days, List<RawValue> rows) {
    List<RawDay> raw = new ArrayList<>();
    for (int day = 0; day < days; day++) {
      Instant start = FIRST.plusDays(day).atStartOfDay(BERLIN).toInstant();
      Instant end = FIRST.plusDays(day + 1L).atStartOfDay(BERLIN).toInstant();
      raw.add(
          RawDay.EMPTY.with(
              rows.stream()
                  .filter(row ->
                      row.reading().end().isAfter(start) && !row.reading().end().isAfter(end))
                  .toList()));
    }
    return new RawWindow(channel, FIRST, raw);
  }

  /** Mostly the last row's end, sometimes some intervals later: more came after the window. */
  private static Instant dataUntil(List<RawValue> rows, Random random, int intervalS) {
    Instant last = rows.getLast().reading().end();
    return random.nextInt(5) == 0 ? last.plusSeconds((long) random.nextInt(400) * intervalS) : last;
  }
}
