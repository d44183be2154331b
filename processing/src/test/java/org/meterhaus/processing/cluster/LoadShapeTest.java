package org.meterhaus.processing.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.meterhaus.db.blocks.DayBlock;
import org.meterhaus.db.blocks.Quality;

@DisplayName("The shape of a load")
class LoadShapeTest {
  private static final ClusterRules RULES = ClusterRules.defaults();
  private static final LocalDate MONDAY = LocalDate.of(2026, 3, 2);

  private static boolean isWeekend(LocalDate day) {
    return day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY;
  }

  /** Quarter hours: on working days all between 18:00 and 19:00, at weekends all at noon. */
  private static List<DayBlock> fourWeeks() {
    var days = new ArrayList<DayBlock>();
    for (LocalDate day = MONDAY; day.isBefore(MONDAY.plusDays(28)); day = day.plusDays(1)) {
      int[] wh = new int[96];
      int from = isWeekend(day) ? 48 : 72;
      for (int slot = from; slot < from + 4; slot++) {
        wh[slot] = isWeekend(day) ? 500 : 250;
      }
      days.add(Days.measured(day, wh));
    }
    return days;
  }

  @Test
  void is_the_share_of_each_hour_of_working_days_and_of_weekends() {
    LoadShape.Use use = LoadShape.of(fourWeeks(), 900, RULES).orElseThrow();

    assertThat(use.days()).isEqualTo(28);
    assertThat(use.shape().share(false, 18)).isEqualTo(1);
    assertThat(use.shape().share(true, 12)).isEqualTo(1);
    assertThat(use.shape().share(18)).isEqualTo(5.0 / 7, within(1e-9));
    assertThat(use.shape().peakHour()).isEqualTo(18);
    // 1 kWh on working days, 2 kWh at weekends
    assertThat(use.dailyMeanWh()).isEqualTo(Math.round(1000 * 5.0 / 7 + 2000 * 2.0 / 7));
  }

  @Test
  void does_not_depend_on_how_much_is_used() {
    List<DayBlock> tenfold =
        fourWeeks().stream()
            .map(day -> {
              int[] wh = new int[96];
              for (int slot = 0; slot < 96; slot++) {
                wh[slot] = 10 * day.values().wh(slot).orElseThrow();
              }
              return Days.measured(day.day(), wh);
            })
            .toList();

    assertThat(LoadShape.of(tenfold, 900, RULES).orElseThrow().shape())
        .isEqualTo(LoadShape.of(fourWeeks(), 900, RULES).orElseThrow().shape());
  }

  @Test
  void leaves_out_days_with_gaps_or_guesses_and_days_on_which_the_clocks_change() {
    var days = new ArrayList<>(fourWeeks());
    byte[] gap = new byte[96];
    gap[3] = Quality.MISSING.code();
    byte[] guessed = new byte[96];
    for (int slot = 0; slot < 10; slot++) {
      guessed[slot] = Quality.LIKE_DAY.code();
    }
    byte[] anchored = new byte[96];
    for (int slot = 0; slot < 60; slot++) {
      anchored[slot] = Quality.REGISTER_SCALED.code();
    }
    int[] night = new int[96];
    night[0] = 100_000;
    days.set(0, Days.of(MONDAY, night, gap));
    days.set(1, Days.of(MONDAY.plusDays(1), night, guessed));
    int[] shortDay = new int[92];
    shortDay[0] = 100_000;
    days.set(2, Days.measured(MONDAY.plusDays(2), shortDay));

    LoadShape.Use use = LoadShape.of(days, 900, RULES).orElseThrow();

    assertThat(use.days()).isEqualTo(25);
    assertThat(use.shape().share(false, 0)).isZero();

    days.set(0, Days.of(MONDAY, night, anchored));
    assertThat(LoadShape.of(days, 900, RULES).orElseThrow().days()).isEqualTo(26);
  }

  @Test
  void is_not_made_of_too_few_days_or_of_nothing() {
    assertThat(LoadShape.of(fourWeeks().subList(0, 10), 900, RULES)).isEmpty();
    List<DayBlock> empty =
        fourWeeks().stream().map(day -> Days.measured(day.day(), new int[96])).toList();
    assertThat(LoadShape.of(empty, 900, RULES)).isEmpty();
  }
}
