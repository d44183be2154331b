package org.meterhaus.processing.vee;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meterhaus.db.blocks.Quality;
import org.meterhaus.db.blocks.ValidationRule;

/** Each rule with the case it exists for, and the case that it must leave alone. */
@DisplayName("Repairing a series")
class RepairRulesTest {
  private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
  private static final int HOUR = 3600;
  private static final int DAYS = 60;
  private static final int HOURS = 24 * DAYS;
  private static final int LIMIT = 20_000;

  /** A home with a day of its own: low at night, a morning, a long evening, and chance. */
  private static long[] home(long seed) {
    var random = new Random(seed);
    long[] wh = new long[HOURS];
    for (int i = 0; i < wh.length; i++) {
      int hour = i % 24;
      double usual = hour < 6 ? 110 : hour < 9 ? 420 : hour < 17 ? 240 : hour < 22 ? 800 : 260;
      wh[i] = Math.round(usual * Math.exp(0.35 * random.nextGaussian()));
    }
    return wh;
  }

  /** Rows of a series under construction. */
  private static final class Rows {
    private final MeterSeries series;

    Rows(long modulus) {
      series =
          new MeterSeries(
              START,
              HOURS,
              HOUR,
              ZoneOffset.UTC,
              OptionalInt.of(LIMIT),
              modulus > 0 ? OptionalLong.of(modulus) : OptionalLong.empty());
    }

    Rows register(int boundary, long wh) {
      return register(boundary, wh, 300);
    }

    Rows register(int boundary, long wh, int afterS) {
      long end = START.getEpochSecond() + (long) boundary * HOUR;
      assertThat(series.offer(end, MeterSeries.NONE, wh, end + afterS)).isTrue();
      return this;
    }

    Rows energy(int slot, long wh) {
      long end = START.getEpochSecond() + (slot + 1L) * HOUR;
      assertThat(series.offer(end, wh, MeterSeries.NONE, end + 300)).isTrue();
      return this;
    }

    RepairedSeries repair(Rules rules) {
      return series.repair(rules);
    }
  }

  private static long[] registers(long[] wh, long start) {
    long[] level = new long[wh.length + 1];
    level[0] = start;
    for (int i = 0; i < wh.length; i++) {
      level[i + 1] = level[i] + wh[i];
    }
    return level;
  }

  private static Rows registersOf(long[] level, int... lost) {
    var rows = new Rows(0);
    for (int boundary = 0; boundary < level.length; boundary++) {
      int at = boundary;
      if (java.util.Arrays.stream(lost).noneMatch(each -> each == at)) {
        rows.register(boundary, level[boundary]);
      }
    }
    return rows;
  }

  /** Intervals with the register of every midnight. */
  private static Rows intervalsOf(long[] received, long[] used) {
    var rows = new Rows(0);
    long[] level = registers(used, 5_000);
    for (int slot = 0; slot < received.length; slot++) {
      rows.energy(slot, received[slot]);
    }
    for (int boundary = 0; boundary < level.length; boundary += 24) {
      rows.register(boundary, level[boundary]);
    }
    return rows;
  }

  private static void assertMeasuredBut(RepairedSeries repaired, long[] used, int from, int until) {
    for (int slot = 0; slot < used.length; slot++) {
      if (slot < from || slot >= until) {
        assertThat(repaired.quality(slot)).as("slot %d", slot).isEqualTo(Quality.MEASURED);
        assertThat(repaired.wh(slot)).as("slot %d", slot).isEqualTo(used[slot]);
      }
    }
  }

  private static long sum(RepairedSeries repaired, int from, int until) {
    return LongStream.range(from, until).map(slot -> repaired.wh((int) slot)).sum();
  }

  @Test
  void leaves_what_is_sound_alone() {
    long[] used = home(1);

    RepairedSeries repaired = registersOf(registers(used, 7_000_000)).repair(Rules.FINAL);

    assertMeasuredBut(repaired, used, 0, 0);
    assertThat(repaired.notes()).isEmpty();
  }

  @Nested
  @DisplayName("over a gap between registers")
  class Gaps {

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4, 23, 70})
    void meets_the_advance_to_the_watt_hour(int lost) {
      long[] used = home(2);
      int first = 40 * 24 + 7;
      int[] boundaries = java.util.stream.IntStream.range(first, first + lost).toArray();

      RepairedSeries repaired = registersOf(registers(used, 1_000), boundaries).repair(Rules.FINAL);

      long advance = LongStream.range(first - 1, first + lost).map(i -> used[(int) i]).sum();
      assertThat(sum(repaired, first - 1, first + lost)).isEqualTo(advance);
      assertMeasuredBut(repaired, used, first - 1, first + lost);
      for (int slot = first - 1; slot < first + lost; slot++) {
        assertThat(repaired.quality(slot)).isEqualTo(Quality.REGISTER_SCALED);
        assertThat(repaired.wh(slot))
            .isBetween((long) repaired.low(slot), (long) repaired.high(slot));
      }
    }

    @Test
    void knows_the_evening_from_the_night() {
      long[] used = home(3);
      int first = 40 * 24;
      int[] boundaries = java.util.stream.IntStream.range(first + 1, first + 24).toArray();

      RepairedSeries repaired = registersOf(registers(used, 0), boundaries).repair(Rules.FINAL);

      assertThat(sum(repaired, first + 18, first + 22))
          .isGreaterThan(3 * sum(repaired, first + 1, first + 5));
    }

    @Test
    void looks_at_nothing_from_later_when_live() {
      long[] used = home(4);
      int first = 30 * 24 + 5;
      int[] boundaries = java.util.stream.IntStream.range(first, first + 30).toArray();
      long[] otherwise = used.clone();
      for (int slot = first + 31; slot < HOURS; slot++) {
        otherwise[slot] = 5 * used[slot] + 17;
      }

      RepairedSeries one = registersOf(registers(used, 0), boundaries).repair(Rules.LIVE);
      RepairedSeries other = registersOf(registers(otherwise, 0), boundaries).repair(Rules.LIVE);

      for (int slot = first - 1; slot < first + 30; slot++) {
        assertThat(one.wh(slot)).isEqualTo(other.wh(slot));
      }
    }
  }

  @Nested
  @DisplayName("with registers that are wrong")
  class WrongRegisters {

    @ParameterizedTest
    @ValueSource(longs = {900_000, -52_000, -19_000_000})
    void rejects_the_reading_and_keeps_the_energy_of_both_sides(long by) {
      long[] used = home(5);
      long[] level = registers(used, 20_000_000);
      level[500] = Math.max(0, level[500] + by);

      RepairedSeries repaired = registersOf(level).repair(Rules.FINAL);

      assertMeasuredBut(repaired, used, 499, 501);
      assertThat(sum(repaired, 499, 501)).isEqualTo(used[499] + used[500]);
      assertThat(repaired.quality(499).isEstimated()).isTrue();
      assertThat(repaired.notes())
          .extracting(Noted::rule)
          .containsExactly(ValidationRule.REGISTER_WRONG);
    }

    @Test
    void goes_on_from_zero_after_a_reset() {
      long[] used = home(6);
      long[] level = registers(used, 3_000_000);
      long before = level[700];
      for (int boundary = 701; boundary < level.length; boundary++) {
        level[boundary] -= before;
      }

      RepairedSeries repaired = registersOf(level).repair(Rules.FINAL);

      assertMeasuredBut(repaired, used, 700, 701);
      assertThat(repaired.wh(700)).isEqualTo(used[700]);
      assertThat(repaired.quality(700)).isEqualTo(Quality.REGISTER_DIFFERENCE);
      assertThat(repaired.notes())
          .extracting(Noted::rule)
          .containsExactly(ValidationRule.REGISTER_RESET);
    }

    @ParameterizedTest
    @ValueSource(longs = {100_000_000, 0})
    void counts_on_over_the_end_of_the_register(long modulus) {
      long[] used = home(7);
      long[] level = registers(used, 99_800_000);
      var rows = new Rows(modulus);
      for (int boundary = 0; boundary < level.length; boundary++) {
        rows.register(boundary, level[boundary] % 100_000_000);
      }

      RepairedSeries repaired = rows.repair(Rules.FINAL);

      assertMeasuredBut(repaired, used, 0, 0);
      assertThat(repaired.notes())
          .extracting(Noted::rule)
          .containsExactly(ValidationRule.REGISTER_ROLLOVER);
    }

    @Test
    void knows_nothing_of_the_energy_while_the_meter_was_exchanged() {
      long[] used = home(8);
      long[] level = registers(used, 3_000_000);
      for (int boundary = 500; boundary < level.length; boundary++) {
        level[boundary] += 40_000_000;
      }

      RepairedSeries repaired = registersOf(level).repair(Rules.FINAL);

      assertMeasuredBut(repaired, used, 499, 500);
      assertThat(repaired.quality(499)).isEqualTo(Quality.SIMILAR_DAYS);
      assertThat(repaired.notes())
          .extracting(Noted::rule)
          .containsExactly(ValidationRule.REGISTER_JUMP);
    }

    @Test
    void takes_the_one_of_two_that_lies_between_its_neighbours() {
      long[] used = home(9);
      long[] level = registers(used, 3_000_000);
      for (int afterS : new int[] {10, 90_000}) {
        Rows rows = registersOf(level).register(300, level[300] - 77_000, afterS);

        RepairedSeries repaired = rows.repair(Rules.FINAL);

        assertMeasuredBut(repaired, used, 0, 0);
        assertThat(repaired.notes())
            .extracting(Noted::rule)
            .containsExactly(ValidationRule.CONFLICT);
      }
    }
  }

  @Nested
  @DisplayName("with a clock that is wrong")
  class Clock {

    private Rows shifted(long[] level, int from, int until, int by) {
      var rows = new Rows(0);
      for (int boundary = 0; boundary < level.length; boundary++) {
        boolean wrong = boundary >= from && boundary < until;
        rows.register(wrong ? boundary + by : boundary, level[boundary]);
      }
      return rows;
    }

    @ParameterizedTest
    @ValueSource(ints = {-2, -1, 1, 2})
    void moves_the_block_back(int by) {
      long[] used = home(10);
      long[] level = registers(used, 3_000_000);

      RepairedSeries repaired = shifted(level, 800, 850, by).repair(Rules.FINAL);

      for (int slot = 0; slot < HOURS; slot++) {
        assertThat(repaired.wh(slot)).as("slot %d", slot).isEqualTo(used[slot]);
      }
      assertThat(repaired.quality(820)).isEqualTo(Quality.MOVED);
      assertThat(repaired.notes())
          .extracting(Noted::rule, Noted::observed)
          .containsExactly(
              org.assertj.core.groups.Tuple.tuple(ValidationRule.CLOCK_SHIFT, (long) by * HOUR));
    }

    /** The rows between the two fit the second hole as well as the first block fits the first. */
    @Test
    void tells_two_shifts_in_a_row_apart() {
      long[] used = home(16);
      long[] level = registers(used, 3_000_000);
      var rows = new Rows(0);
      for (int boundary = 0; boundary < level.length; boundary++) {
        boolean wrong = (boundary >= 800 && boundary < 860) || (boundary >= 868 && boundary < 945);
        rows.register(wrong ? boundary + 2 : boundary, level[boundary]);
      }

      RepairedSeries repaired = rows.repair(Rules.FINAL);

      for (int slot = 0; slot < HOURS; slot++) {
        assertThat(repaired.wh(slot)).as("slot %d", slot).isEqualTo(used[slot]);
      }
      assertThat(repaired.notes())
          .extracting(Noted::rule)
          .containsExactly(ValidationRule.CLOCK_SHIFT, ValidationRule.CLOCK_SHIFT);
    }

    @Test
    void leaves_a_gap_and_a_conflict_that_only_look_like_it() {
      long[] used = home(11);
      long[] level = registers(used, 3_000_000);

      RepairedSeries repaired =
          registersOf(level, 810).register(830, level[830] + 90_000, 90_000).repair(Rules.FINAL);

      assertMeasuredBut(repaired, used, 809, 811);
    }
  }

  @Nested
  @DisplayName("with intervals that a register contradicts")
  class Culpable {

    @Test
    void finds_two_spikes_in_one_day() {
      long[] used = home(12);
      long[] received = used.clone();
      received[980] += 4_100;
      received[987] += 9_000;

      RepairedSeries repaired = intervalsOf(received, used).repair(Rules.FINAL);

      assertThat(repaired.quality(980).isEstimated()).isTrue();
      assertThat(repaired.quality(987).isEstimated()).isTrue();
      assertThat(repaired.wh(980) + repaired.wh(987)).isEqualTo(used[980] + used[987]);
      for (int slot = 0; slot < HOURS; slot++) {
        if (slot != 980 && slot != 987) {
          assertThat(repaired.quality(slot)).as("slot %d", slot).isEqualTo(Quality.MEASURED);
        }
      }
    }

    @ParameterizedTest
    @CsvSource({"1000, 1016", "997, 1010", "1005, 1018"})
    void finds_a_meter_that_was_stuck_over_midnight(int from, int until) {
      long[] used = home(13);
      long[] received = used.clone();
      for (int slot = from; slot < until; slot++) {
        received[slot] = 333;
      }

      RepairedSeries repaired = intervalsOf(received, used).repair(Rules.FINAL);

      for (int slot = from; slot < until; slot++) {
        assertThat(repaired.quality(slot).isEstimated()).as("slot %d", slot).isTrue();
      }
      assertMeasuredBut(repaired, used, from, until);
    }

    @Test
    void acquits_a_day_whose_sum_passes_however_odd_it_is() {
      long[] used = home(14);
      used[1001] = 15_000;
      for (int slot = 1003; slot < 1014; slot++) {
        used[slot] = 77;
      }

      RepairedSeries repaired = intervalsOf(used, used).repair(Rules.FINAL);

      assertMeasuredBut(repaired, used, 0, 0);
    }

    @Test
    void replaces_what_cannot_be() {
      long[] used = home(15);
      long[] received = used.clone();
      received[900] = -used[900];
      received[1100] = 60_000;

      RepairedSeries repaired = intervalsOf(received, used).repair(Rules.FINAL);

      for (int slot : new int[] {900, 1100}) {
        assertThat(repaired.wh(slot)).isEqualTo(used[slot]);
        assertThat(repaired.quality(slot)).isEqualTo(Quality.REGISTER_DIFFERENCE);
      }
    }
  }

  @Nested
  @DisplayName("without any register")
  class Screened {

    private static Rows energies(long[] received) {
      var rows = new Rows(0);
      for (int slot = 0; slot < received.length; slot++) {
        rows.energy(slot, received[slot]);
      }
      return rows;
    }

    @Test
    void trusts_a_channel_that_never_said_anything_impossible() {
      long[] used = home(16);
      used[700] = 5_000;
      for (int slot = 900; slot < 912; slot++) {
        used[slot] = 400;
      }

      assertMeasuredBut(energies(used).repair(Rules.FINAL), used, 0, 0);
    }

    @Test
    void suspects_one_that_did() {
      long[] used = home(17);
      long[] received = used.clone();
      received[400] = -50;
      received[450] = -120;
      received[700] = 7_000;
      for (int slot = 900; slot < 912; slot++) {
        received[slot] = 700;
      }

      RepairedSeries repaired = energies(received).repair(Rules.FINAL);

      assertThat(repaired.quality(700).isEstimated()).isTrue();
      assertThat(repaired.quality(905).isEstimated()).isTrue();
      assertThat(repaired.notes())
          .extracting(Noted::rule)
          .contains(ValidationRule.NEGATIVE, ValidationRule.SPIKE, ValidationRule.STUCK);
    }

    @Test
    void takes_a_boiler_for_a_habit() {
      long[] used = home(18);
      for (int day = 0; day < DAYS; day += 7) {
        used[day * 24 + 4] = 7_000;
      }
      long[] received = used.clone();
      received[400] = -50;
      received[450] = -120;

      RepairedSeries repaired = energies(received).repair(Rules.FINAL);

      for (int day = 0; day < DAYS; day += 7) {
        assertThat(repaired.quality(day * 24 + 4)).isEqualTo(Quality.MEASURED);
      }
    }
  }
}
