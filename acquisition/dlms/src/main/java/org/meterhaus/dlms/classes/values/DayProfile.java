package org.meterhaus.dlms.classes.values;

import java.util.List;

/** The switching times of a day. */
public record DayProfile(int dayId, List<DayProfileAction> schedule) {
  public DayProfile {
    schedule = List.copyOf(schedule);
  }
}
