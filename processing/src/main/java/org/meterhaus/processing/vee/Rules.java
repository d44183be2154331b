package org.meterhaus.processing.vee;

import java.time.Duration;

/**
 * The parameters of the rules and their version.
 *
 * @param toleranceWh difference between interval energy and register advance that is put down to
 *     rounding, 0 or more
 * @param linearWithin longest gap that is bridged by a line
 * @param likeDays how many like days make a mean, 1 or more
 * @param historyDays how far back like days are looked for, 1 or more
 * @param anchorDays longest gap whose register advance is still used, 1 or more
 */
public record Rules(
    long toleranceWh, Duration linearWithin, int likeDays, int historyDays, int anchorDays) {

  /** Stored with every derived day; raise it when the same raw part would give other values. */
  public static final int VERSION = 1;

  /**
   * Line up to two hours (AT ElWG sec. 55, DE Metering Code), mean of the last four like days
   * within 28 days; tolerance as ERCOT's two units of the meter.
   */
  public static final Rules SIMPLE = new Rules(2, Duration.ofHours(2), 4, 28, 35);

  public Rules {
    if (toleranceWh < 0 || likeDays < 1 || historyDays < 1 || anchorDays < 1) {
      throw new IllegalArgumentException(
          "toleranceWh must be 0 or more, the others 1 or more, but were %d, %d, %d, %d"
              .formatted(toleranceWh, likeDays, historyDays, anchorDays));
    }
  }

  /** Days before a day that its values may depend on. */
  public int daysBefore() {
    // its gap begins that early, is filled from like days that far back, which were judged by
    // registers that far back again
    return anchorDays + historyDays + anchorDays;
  }

  /** Days after a day that its values may depend on. */
  public int daysAfter() {
    return 2 * anchorDays;
  }
}
