package org.meterhaus.processing.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meterhaus.processing.detect.Appliance.DISHWASHER;
import static org.meterhaus.processing.detect.Appliance.FRIDGE;
import static org.meterhaus.processing.detect.Appliance.KETTLE;
import static org.meterhaus.processing.detect.Appliance.TELEVISION;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.IntUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The fault detection")
class FaultDetectorTest {
  private static final DetectionConfig STANDARD = DetectionConfig.standard();
  private static final int REFERENCE = 42;
  private static final int ALL = 84;
  private static final int SEEDS = 10;

  /** Ten days in the middle of what is judged. */
  private static final int FROM = 55;

  private static final int UNTIL = 65;

  @ParameterizedTest
  @EnumSource
  void leaves_sound_appliances_alone(Appliance appliance) {
    for (int seed = 0; seed < SEEDS; seed++) {
      assertThat(confirmed(appliance.days(seed, ALL))).as("seed %d", seed).isEmpty();
    }
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        Arguments.of(KETTLE, FaultRule.STUCK_ON, fault(wh -> Math.max(wh, 95))),
        Arguments.of(TELEVISION, FaultRule.STUCK_ON, fault(wh -> Math.max(wh, 110))),
        Arguments.of(FRIDGE, FaultRule.DEAD, fault(_ -> 0)),
        Arguments.of(KETTLE, FaultRule.DEAD, fault(_ -> 0)),
        Arguments.of(FRIDGE, FaultRule.DEGRADED, fault(wh -> wh * 16 / 10)),
        Arguments.of(TELEVISION, FaultRule.DEGRADED, fault(wh -> wh * 15 / 10)),
        Arguments.of(TELEVISION, FaultRule.STANDBY, fault(wh -> wh + 20)),
        Arguments.of(FRIDGE, FaultRule.STANDBY, fault(wh -> wh + 25)),
        Arguments.of(DISHWASHER, FaultRule.STANDBY, fault(wh -> wh + 120)));
  }

  private static IntUnaryOperator fault(IntUnaryOperator fault) {
    return fault;
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("faults")
  void finds_a_fault_with_its_first_and_last_day(
      Appliance appliance, FaultRule rule, IntUnaryOperator fault) {
    for (int seed = 0; seed < SEEDS; seed++) {
      List<Finding> found =
          confirmed(Appliance.with(appliance.days(seed, ALL), FROM, UNTIL, fault));

      assertThat(found).as("seed %d", seed).hasSize(1);
      Finding finding = found.getFirst();
      // a fridge that draws 25 W more in every hour may as well run longer: the days are what
      // counts
      if (appliance != FRIDGE || rule == FaultRule.DEAD) {
        assertThat(finding.rule()).as("seed %d", seed).isEqualTo(rule);
      }
      assertThat(finding.first()).as("seed %d", seed).isBetween(date(FROM - 1), date(FROM + 1));
      assertThat(finding.last()).as("seed %d", seed).isBetween(date(UNTIL - 2), date(UNTIL));
      assertThat(finding.confidence()).isGreaterThan(0.6);
      assertThat(finding.ongoing()).isFalse();
    }
  }

  @Test
  void says_how_large_the_fault_is_and_what_is_usual() {
    List<int[]> days = Appliance.with(TELEVISION.days(1, ALL), FROM, UNTIL, wh -> wh + 20);

    Finding finding = confirmed(days).getFirst();

    assertThat(finding.amount()).isEqualTo(20);
    assertThat(finding.measure()).isEqualTo(Measure.LOWEST_HOUR);
    assertThat(finding.observedW()).isEqualTo(26);
    assertThat(finding.band()).isEqualTo(new Finding.Band(6, 6));
    assertThat(FindingText.explanation(finding))
        .isEqualTo(
            "It drew about 20 W more than usual in every hour from 1 March to 10 March:"
                + " its lowest hour was 26 W. Usually it is about 6 W.");
    assertThat(FindingText.clears(finding))
        .isEqualTo("Two days on which its lowest hour is back at 6 W or less.");
  }

  @Test
  void leaves_an_appliance_alone_that_is_often_not_used_for_a_week() {
    List<int[]> days = KETTLE.days(3, ALL, day -> day % 20 < 6 ? 1 : 0);

    assertThat(confirmed(days)).isEmpty();
  }

  @Test
  void leaves_a_few_heavy_days_alone() {
    List<int[]> days =
        Appliance.with(TELEVISION.days(4, ALL), FROM, FROM + 2, wh -> wh > 50 ? wh : wh + 60);

    assertThat(confirmed(days)).isEmpty();
  }

  @Test
  void leaves_a_level_alone_that_rises_slowly_over_a_season() {
    List<int[]> sound = FRIDGE.days(5, ALL);
    var days = new ArrayList<int[]>();
    for (int day = 0; day < ALL; day++) {
      int percent = 100 + day / 3;
      days.add(Arrays.stream(sound.get(day)).map(wh -> wh * percent / 100).toArray());
    }

    assertThat(confirmed(days)).isEmpty();
  }

  @Test
  void says_nothing_without_days_that_say_what_is_usual() {
    List<DeviceDay> days = Appliance.deviceDays(FRIDGE.days(6, 30));

    assertThat(
            new FaultDetector(STANDARD)
                .findings(days.subList(0, 10), days.subList(10, 30), Thresholds.standard(STANDARD)))
        .isEmpty();
  }

  @Test
  void suspects_first_and_confirms_when_the_evidence_is_enough() {
    DetectionConfig live = DetectionConfig.live();
    List<int[]> days = Appliance.with(FRIDGE.days(7, ALL), 60, ALL, _ -> 0);

    // a day can speak for at most 5; 10 are needed to suspect, 23 to confirm
    assertThat(states(live, days, 61)).isEmpty();
    assertThat(states(live, days, 62)).containsExactly(Finding.State.SUSPECTED);
    assertThat(states(live, days, 64)).containsExactly(Finding.State.SUSPECTED);
    assertThat(states(live, days, 65)).containsExactly(Finding.State.CONFIRMED);
  }

  private static List<Finding.State> states(DetectionConfig config, List<int[]> all, int until) {
    List<DeviceDay> days = Appliance.deviceDays(all).subList(0, until);
    return new FaultDetector(config)
            .findings(
                days.subList(0, REFERENCE),
                days.subList(REFERENCE, until),
                Thresholds.standard(config))
            .stream()
            .map(Finding::state)
            .toList();
  }

  @Test
  void is_more_reluctant_after_its_owner_said_that_it_was_no_fault() {
    List<int[]> days = Appliance.with(KETTLE.days(8, ALL), FROM, FROM + 5, _ -> 0);
    double shift = Thresholds.shift(0, false);

    assertThat(confirmed(days)).hasSize(1);
    assertThat(found(days, Thresholds.shifted(STANDARD, Map.of(FaultRule.DEAD, shift))))
        .noneMatch(finding -> finding.state() == Finding.State.CONFIRMED);
    assertThat(found(days, Thresholds.shifted(STANDARD, Map.of(FaultRule.STANDBY, shift))))
        .as("another rule is not touched")
        .anyMatch(finding -> finding.state() == Finding.State.CONFIRMED);
  }

  @Test
  void moves_a_threshold_only_so_far() {
    double reluctant = 0;
    double willing = 0;
    for (int i = 0; i < 50; i++) {
      reluctant = Thresholds.shift(reluctant, false);
      willing = Thresholds.shift(willing, true);
    }

    assertThat(reluctant).isEqualTo(24);
    assertThat(willing).isEqualTo(-6);
  }

  @Test
  void finds_surges_above_all_that_was_seen_while_the_energy_stays_as_it_was() {
    List<Finding> surging = inrush(day -> day >= 60 && day < 64 ? 3000 : 1200);
    List<Finding> sound = inrush(day -> day == 60 || day == 61 ? 3000 : 1200);

    assertThat(surging)
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.rule()).isEqualTo(FaultRule.INRUSH);
          assertThat(finding.first()).isEqualTo(date(60));
          assertThat(finding.last()).isEqualTo(date(63));
          assertThat(finding.observedW()).isEqualTo(3000);
          assertThat(finding.band().highW()).isEqualTo(1200);
        });
    assertThat(sound).isEmpty();
  }

  private static List<Finding> inrush(IntUnaryOperator peakW) {
    List<int[]> hours = KETTLE.days(9, ALL);
    var days = new ArrayList<DeviceDay>();
    for (int day = 0; day < ALL; day++) {
      days.add(DeviceDay.of(date(day), hours.get(day), OptionalInt.of(peakW.applyAsInt(day))));
    }
    return new FaultDetector(STANDARD)
        .findings(
            days.subList(0, REFERENCE),
            days.subList(REFERENCE, ALL),
            Thresholds.standard(STANDARD));
  }

  private static List<Finding> confirmed(List<int[]> days) {
    return found(days, Thresholds.standard(STANDARD)).stream()
        .filter(finding -> finding.state() == Finding.State.CONFIRMED)
        .toList();
  }

  private static List<Finding> found(List<int[]> all, Thresholds thresholds) {
    List<DeviceDay> days = Appliance.deviceDays(all);
    return new FaultDetector(STANDARD)
        .findings(days.subList(0, REFERENCE), days.subList(REFERENCE, days.size()), thresholds);
  }

  private static LocalDate date(int day) {
    return Appliance.START.plusDays(day);
  }
}
