package org.meterhaus.processing.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The history of a device")
class DeviceHistoryTest {
  private static final DetectionConfig CONFIG = DetectionConfig.standard();

  private final DeviceHistory history = new DeviceHistory(CONFIG, Thresholds.standard(CONFIG));

  @Test
  void holds_only_so_many_days_however_long_it_is() {
    for (DeviceDay day : Appliance.deviceDays(Appliance.FRIDGE.days(1, 400))) {
      history.add(day);

      assertThat(history.reference()).hasSizeLessThanOrEqualTo(CONFIG.referenceDays());
      assertThat(history.window()).hasSizeLessThan(CONFIG.windowDays() + 14);
    }
  }

  @Test
  void tells_each_fault_of_a_long_time_once() {
    List<int[]> days = Appliance.FRIDGE.days(2, 300);
    days = Appliance.with(days, 60, 70, _ -> 0);
    days = Appliance.with(days, 200, 212, wh -> wh * 17 / 10);
    var found = new ArrayList<Finding>();
    for (DeviceDay day : Appliance.deviceDays(days)) {
      found.addAll(history.add(day));
    }
    found.addAll(history.open());

    assertThat(found)
        .filteredOn(finding -> finding.state() == Finding.State.CONFIRMED)
        .extracting(Finding::rule)
        .containsExactly(FaultRule.DEAD, FaultRule.DEGRADED);
  }

  @Test
  void keeps_the_days_of_a_fault_out_of_what_is_usual() {
    List<int[]> days = Appliance.with(Appliance.FRIDGE.days(3, 120), 50, 62, _ -> 0);
    Appliance.deviceDays(days).forEach(history::add);

    assertThat(history.reference()).noneMatch(day -> day.sumWh() == 0);
  }

  @Test
  void takes_days_only_in_order() {
    history.add(Appliance.deviceDay(5, new int[24]));

    assertThatThrownBy(() -> history.add(Appliance.deviceDay(5, new int[24])))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("in order");
  }
}
