package org.meterhaus.dlms.classes.values;

import org.meterhaus.dlms.Bytes;

/** The day profile of each weekday. */
public record WeekProfile(
    Bytes name,
    int monday,
    int tuesday,
    int wednesday,
    int thursday,
    int friday,
    int saturday,
    int sunday) {

  /**
   * The day profile of a weekday.
   *
   * @param weekday 1 Monday .. 7 Sunday
   */
  public int dayId(int weekday) {
    return switch (weekday) {
      case 1 -> monday;
      case 2 -> tuesday;
      case 3 -> wednesday;
      case 4 -> thursday;
      case 5 -> friday;
      case 6 -> saturday;
      case 7 -> sunday;
      default -> throw new IllegalArgumentException("weekday must be 1..7 but was " + weekday);
    };
  }
}
