package org.meterhaus.processing.vee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meterhaus.processing.vee.Home.isMeasured;
import static org.meterhaus.processing.vee.Home.noted;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.meterhaus.db.blocks.ChannelClass;
import org.meterhaus.db.blocks.ValidationRule;

/** Rules that ask a channel's own history or a second quantity: none of them alters a value. */
@DisplayName("Validation by history")
class HistoryRulesTest {

  private static long[] times(long[] used, int fromDay, int untilDay, double factor) {
    long[] changed = used.clone();
    for (int slot = 24 * fromDay; slot < 24 * untilDay; slot++) {
      changed[slot] = Math.round(changed[slot] * factor);
    }
    return changed;
  }

  @Nested
  @DisplayName("of high and low use")
  class HighLow {
    private static final int DAYS = 90;

    @Test
    void tells_of_a_week_far_above_the_weeks_before_and_rejects_nothing() {
      long[] used = times(Home.used(DAYS, 1), 60, 67, 4);

      RepairedSeries repaired =
          new Home(DAYS).energies(used).registers(used, 24).repair(Rules.FINAL);

      assertThat(isMeasured(repaired, used)).isTrue();
      assertThat(noted(repaired, ValidationRule.HIGH_USE))
          .extracting(Noted::firstSlot)
          .contains(66 * 24);
      assertThat(repaired.notes()).extracting(Noted::rule).containsOnly(ValidationRule.HIGH_USE);
    }

    @Test
    void tells_of_a_week_far_below() {
      long[] used = times(Home.used(DAYS, 2), 60, 67, 0.1);

      RepairedSeries repaired = new Home(DAYS).energies(used).repair(Rules.FINAL);

      assertThat(noted(repaired, ValidationRule.LOW_USE))
          .anySatisfy(noted -> {
            assertThat(noted.firstSlot()).isEqualTo(66 * 24);
            assertThat(noted.slots()).isEqualTo(24);
            assertThat(noted.observed()).isLessThan(noted.expected() / 5);
          });
    }

    @Test
    void leaves_a_winter_alone_that_was_the_same_last_year() {
      long[] used = Home.used(450, 3);
      used = times(times(used, 40, 70, 3.5), 404, 434, 3.5);

      RepairedSeries repaired = new Home(450).energies(used).repair(Rules.FINAL);

      // the first winter has no year before it
      assertThat(repaired.notes())
          .isNotEmpty()
          .allSatisfy(noted -> assertThat(noted.firstSlot()).isLessThan(100 * 24));
    }

    @Test
    void leaves_weekends_visits_and_small_things_alone() {
      long[] used = Home.used(DAYS, 4);
      for (int day = 5; day < DAYS; day += 7) {
        used = times(used, day, Math.min(DAYS, day + 2), 1.8);
      }
      used = times(used, 60, 61, 3);

      assertThat(new Home(DAYS).energies(used).repair(Rules.FINAL).notes()).isEmpty();
    }

    @Test
    void does_not_wonder_at_an_appliance_that_stands_still() {
      long[] used = times(Home.used(DAYS, 5), 60, 75, 0);

      assertThat(new Home(DAYS, ChannelClass.APPLIANCE).energies(used).repair(Rules.FINAL).notes())
          .isEmpty();
      assertThat(new Home(DAYS).energies(used).repair(Rules.FINAL).notes())
          .extracting(Noted::rule)
          .contains(ValidationRule.LOW_USE);
    }

    @Test
    void is_asked_when_a_period_is_closed_only() {
      long[] used = times(Home.used(DAYS, 6), 60, 67, 4);

      assertThat(new Home(DAYS).energies(used).repair(Rules.LIVE).notes()).isEmpty();
    }
  }

  @Nested
  @DisplayName("of units")
  class Units {
    private static final int DAYS = 60;
    private static final int AT = 40;

    @ParameterizedTest
    @ValueSource(doubles = {10, 0.1, 0.01})
    void tells_on_the_third_day_and_alters_nothing(double factor) {
      long[] used = times(Home.used(DAYS, 7), AT, DAYS, factor);

      RepairedSeries repaired = new Home(DAYS).energies(used).repair(Rules.LIVE);

      assertThat(isMeasured(repaired, used)).isTrue();
      assertThat(repaired.notes()).hasSize(1);
      assertThat(noted(repaired, ValidationRule.UNIT_CHANGE))
          .extracting(Noted::firstSlot)
          .containsExactly(24 * (AT + 2));
    }

    @Test
    void keeps_the_new_values_even_where_the_fuse_spoke_against_some() {
      long[] used = times(Home.used(DAYS, 8), AT, DAYS, 100);

      RepairedSeries repaired = new Home(DAYS).energies(used).repair(Rules.FINAL);

      for (int slot = 24 * AT; slot < used.length; slot++) {
        if (used[slot] <= Home.LIMIT) {
          assertThat(repaired.wh(slot)).as("slot %d", slot).isEqualTo(used[slot]);
        }
      }
      assertThat(noted(repaired, ValidationRule.UNIT_CHANGE)).hasSize(1);
      assertThat(noted(repaired, ValidationRule.SPIKE)).isEmpty();
    }

    @Test
    void says_nothing_where_the_register_confirms() {
      long[] used = times(Home.used(DAYS, 9), AT, DAYS, 10);

      RepairedSeries repaired =
          new Home(DAYS).energies(used).registers(used, 24).repair(Rules.LIVE);

      assertThat(isMeasured(repaired, used)).isTrue();
      assertThat(repaired.notes()).isEmpty();
    }

    @Test
    void tells_where_the_register_went_on_in_the_old_unit() {
      long[] used = Home.used(DAYS, 10);
      long[] received = times(used, AT, DAYS, 10);

      RepairedSeries repaired =
          new Home(DAYS).energies(received).registers(used, 24).repair(Rules.LIVE);

      assertThat(noted(repaired, ValidationRule.UNIT_CHANGE)).hasSize(1);
      assertThat(repaired.wh(24 * AT + 5)).isEqualTo(received[24 * AT + 5]);
    }

    @Test
    void knows_holidays_by_the_habit_that_is_gone() {
      long[] used = Home.used(DAYS, 11);
      for (int slot = 24 * AT; slot < 24 * (AT + 14); slot++) {
        used[slot] = 40L + slot % 3;
      }

      RepairedSeries repaired = new Home(DAYS).energies(used).repair(Rules.LIVE);

      assertThat(isMeasured(repaired, used)).isTrue();
      assertThat(repaired.notes()).isEmpty();
    }

    @Test
    void waits_for_the_third_day() {
      long[] used = times(Home.used(DAYS, 12), DAYS - 2, DAYS, 10);

      assertThat(
              noted(new Home(DAYS).energies(used).repair(Rules.LIVE), ValidationRule.UNIT_CHANGE))
          .isEmpty();
    }
  }

  @Nested
  @DisplayName("of energy against power")
  class Power {
    private static final int DAYS = 30;

    @ParameterizedTest
    @CsvSource({"400, 400, false", "400, 395, false", "400, 520, true", "3, 4, false"})
    void tells_where_the_power_makes_another_energy(long wh, long watts, boolean told) {
      long[] used = Home.used(DAYS, 13);
      used[500] = wh;
      Home home = new Home(DAYS).energies(used);
      home.choice().offerPower(500, watts);

      RepairedSeries repaired = home.repair(Rules.LIVE);

      assertThat(isMeasured(repaired, used)).isTrue();
      assertThat(
              repaired.notes().contains(new Noted(ValidationRule.AGAINST_POWER, 500, 1, wh, watts)))
          .isEqualTo(told);
    }

    @Test
    void says_nothing_where_the_register_confirms() {
      long[] used = Home.used(DAYS, 14);
      Home home = new Home(DAYS).energies(used).registers(used, 24);
      home.choice().offerPower(500, 9_000);

      assertThat(home.repair(Rules.LIVE).notes()).isEmpty();
    }
  }
}
