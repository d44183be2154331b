package org.meterhaus.processing.vee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meterhaus.processing.vee.Home.isMeasured;
import static org.meterhaus.processing.vee.Home.noted;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meterhaus.db.blocks.Quality;
import org.meterhaus.db.blocks.ValidationRule;

/** Rules about times, zeros and directions: the case each exists for, and what it leaves alone. */
@DisplayName("Validation")
class ValidationRulesTest {
  private static final int DAYS = 60;

  @Nested
  @DisplayName("of times")
  class Times {

    @ParameterizedTest
    @ValueSource(ints = {-20, -3, 1, 20})
    void takes_a_row_that_is_seconds_late_or_early_for_its_interval(int seconds) {
      long[] used = Home.used(DAYS, 1);
      Home home = new Home(DAYS);
      for (int slot = 0; slot < used.length; slot++) {
        if (slot != 700) {
          home.energy(slot, used[slot]);
        }
      }

      RepairedSeries repaired = home.late(700, seconds, used[700], Choice.NONE).repair(Rules.LIVE);

      assertThat(isMeasured(repaired, used)).isTrue();
      assertThat(repaired.notes())
          .containsExactly(new Noted(ValidationRule.OFF_TIME, 700, 1, seconds, 0));
    }

    @Test
    void takes_a_register_that_is_seconds_late_as_well() {
      long[] used = Home.used(DAYS, 2);
      long[] level = new long[used.length + 1];
      level[0] = 9_000;
      Home home = new Home(DAYS);
      for (int slot = 0; slot < used.length; slot++) {
        level[slot + 1] = level[slot] + used[slot];
        if (slot == 500) {
          home.late(slot, 7, Choice.NONE, level[slot + 1]);
        } else {
          home.register(slot + 1, level[slot + 1]);
        }
      }

      RepairedSeries repaired = home.register(0, level[0]).repair(Rules.LIVE);

      assertThat(isMeasured(repaired, used)).isTrue();
    }

    @Test
    void tells_once_of_a_clock_that_is_off_for_hours() {
      long[] used = Home.used(DAYS, 3);
      Home home = new Home(DAYS);
      for (int slot = 0; slot < used.length; slot++) {
        if (slot >= 300 && slot < 310) {
          home.late(slot, 4, used[slot], Choice.NONE);
        } else {
          home.energy(slot, used[slot]);
        }
      }

      RepairedSeries repaired = home.repair(Rules.LIVE);

      assertThat(isMeasured(repaired, used)).isTrue();
      assertThat(repaired.notes())
          .containsExactly(new Noted(ValidationRule.OFF_TIME, 300, 10, 4, 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {21, 900, -1700})
    void sets_a_row_aside_that_is_further_off(int seconds) {
      long[] used = Home.used(DAYS, 4);
      Home home = new Home(DAYS).energies(used);

      RepairedSeries repaired = home.late(700, seconds, 5_000, Choice.NONE).repair(Rules.LIVE);

      assertThat(isMeasured(repaired, used)).isTrue();
      assertThat(repaired.notes())
          .containsExactly(
              new Noted(ValidationRule.OFF_GRID, seconds < 0 ? 700 : 701, 1, seconds, 0));
    }

    @Test
    void prefers_what_came_on_time() {
      long[] used = Home.used(DAYS, 5);

      RepairedSeries repaired =
          new Home(DAYS).energies(used).late(700, 3, 5_000, Choice.NONE).repair(Rules.LIVE);

      assertThat(isMeasured(repaired, used)).isTrue();
      assertThat(repaired.notes()).isEmpty();
    }

    @Test
    void tells_that_the_clock_was_set_and_alters_nothing() {
      long[] used = Home.used(DAYS, 6);
      Home home = new Home(DAYS).energies(used).registers(used, 24);

      RepairedSeries repaired = home.status(400, StatusBits.CLOCK_ADJUSTED).repair(Rules.LIVE);

      assertThat(isMeasured(repaired, used)).isTrue();
      assertThat(repaired.notes())
          .containsExactly(new Noted(ValidationRule.CLOCK_SET, 400, 1, 0, 0));
    }
  }

  @Nested
  @DisplayName("of zeros")
  class Zeros {
    private static final int FROM = 40 * 24 + 9;
    private static final int UNTIL = FROM + 8;

    private long[] withZeros(long[] used) {
      long[] received = used.clone();
      for (int slot = FROM; slot < UNTIL; slot++) {
        received[slot] = 0;
      }
      return received;
    }

    @Test
    void does_not_believe_them_where_the_counter_went_on() {
      long[] used = Home.used(DAYS, 7);
      long[] received = withZeros(used);

      RepairedSeries repaired =
          new Home(DAYS).energies(received).registers(used, 24).repair(Rules.LIVE);

      assertThat(noted(repaired, ValidationRule.ZERO))
          .containsExactly(new Noted(ValidationRule.ZERO, FROM, UNTIL - FROM, 0, 0));
      assertThat(repaired.quality(FROM + 3).isEstimated()).isTrue();
    }

    @Test
    void believes_them_where_the_counter_stood_still() {
      long[] used = withZeros(Home.used(DAYS, 8));

      RepairedSeries repaired =
          new Home(DAYS).energies(used).registers(used, 24).repair(Rules.LIVE);

      assertThat(isMeasured(repaired, used)).isTrue();
      assertThat(repaired.notes()).isEmpty();
    }

    @Test
    void believes_them_where_the_meter_was_without_power_and_looks_for_another_culprit() {
      long[] used = withZeros(Home.used(DAYS, 9));
      long[] received = used.clone();
      int spike = UNTIL + 3;
      received[spike] += 6_000;
      Home home = new Home(DAYS).energies(received).registers(used, 24);
      for (int slot = FROM; slot < UNTIL; slot++) {
        home.status(slot, StatusBits.POWER_DOWN);
      }

      RepairedSeries repaired = home.repair(Rules.LIVE);

      assertThat(repaired.quality(FROM + 3)).isEqualTo(Quality.MEASURED);
      assertThat(noted(repaired, ValidationRule.ZERO)).isEmpty();
      assertThat(noted(repaired, ValidationRule.SPIKE))
          .extracting(Noted::firstSlot)
          .containsExactly(spike);
      assertThat(repaired.wh(spike)).isEqualTo(used[spike]);
    }
  }

  @Nested
  @DisplayName("of a counter's direction")
  class Direction {
    private static final int FROM = 800;
    private static final int UNTIL = 806;

    private long[] levels(long[] used) {
      long[] level = new long[used.length + 1];
      level[0] = 900_000;
      for (int slot = 0; slot < used.length; slot++) {
        level[slot + 1] = level[slot] + (slot >= FROM && slot < UNTIL ? -300 : used[slot]);
      }
      return level;
    }

    @Test
    void tells_of_one_that_runs_backwards_and_keeps_what_it_counted_before_and_after() {
      long[] used = Home.used(DAYS, 10);
      long[] level = levels(used);
      Home home = new Home(DAYS);
      for (int boundary = 0; boundary < level.length; boundary++) {
        home.register(boundary, level[boundary]);
      }

      RepairedSeries repaired = home.repair(Rules.LIVE);

      assertThat(repaired.notes()).hasSize(UNTIL - FROM);
      assertThat(noted(repaired, ValidationRule.REGISTER_BACKWARDS))
          .hasSize(UNTIL - FROM)
          .extracting(Noted::observed)
          .containsOnly(300L);
      for (int slot = 0; slot < used.length; slot++) {
        if (slot < FROM || slot >= UNTIL) {
          assertThat(repaired.quality(slot)).as("slot %d", slot).isEqualTo(Quality.MEASURED);
          assertThat(repaired.wh(slot)).as("slot %d", slot).isEqualTo(used[slot]);
        } else {
          assertThat(repaired.quality(slot)).isNotEqualTo(Quality.MEASURED);
        }
      }
    }

    @Test
    void leaves_the_intervals_to_the_meters_word() {
      long[] used = Home.used(DAYS, 11);
      long[] level = levels(used);
      Home home = new Home(DAYS).energies(used);
      for (int boundary = 0; boundary < level.length; boundary++) {
        home.register(boundary, level[boundary]);
      }

      assertThat(isMeasured(home.repair(Rules.LIVE), used)).isTrue();
    }

    @Test
    void takes_one_low_reading_for_wrong_and_a_fresh_start_for_a_reset() {
      long[] used = Home.used(DAYS, 12);
      Home home = new Home(DAYS).registers(used, 1);
      Home other = new Home(DAYS);
      long level = 5_000;
      for (int slot = 0; slot < 500; slot++) {
        level += used[slot];
      }
      home.choice().replaceRegister(500, level - 3_000);
      long since = 0;
      for (int boundary = 0; boundary <= used.length; boundary++) {
        other.register(boundary, boundary <= 500 ? 5_000 + sum(used, 0, boundary) : since);
        since += boundary >= 500 && boundary < used.length ? used[boundary] : 0;
      }

      assertThat(home.repair(Rules.LIVE).notes())
          .extracting(Noted::rule)
          .containsExactly(ValidationRule.REGISTER_WRONG);
      assertThat(other.repair(Rules.LIVE).notes())
          .extracting(Noted::rule)
          .containsExactly(ValidationRule.REGISTER_RESET);
    }

    private long sum(long[] wh, int from, int until) {
      long sum = 0;
      for (int slot = from; slot < until; slot++) {
        sum += wh[slot];
      }
      return sum;
    }
  }
}
