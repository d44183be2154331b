package org.meterhaus.processing.vee;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The parameters of the rules, under a name that operators use.
 *
 * @param name such as {@code live}
 * @param toleranceWh difference between interval energy and register advance that is put down to
 *     rounding, 0 or more
 * @param linearWithin longest gap that is bridged from its sides
 * @param likeDays how many like days make a mean, 1 or more
 * @param historyDays how far back the channel's own past is looked at, 1 or more
 * @param aheadDays how far ahead, 0 or more; with 0 an estimate uses nothing that came after it but
 *     the value that closed its gap
 * @param anchorDays longest gap whose register advance is still used, 1 or more
 * @param similar whether gaps are filled from alike stretches and days, see {@link Donors}
 * @param screening whether intervals that no register confirms are judged by the channel's history
 * @param clockShift whether blocks that a wrong clock displaced are moved back, see {@link
 *     ClockShift}: what gives them away can be days from them, so it is done when a period is
 *     closed
 * @param highLow whether weeks are compared with the weeks before and with last year, see {@link
 *     UseCheck}: a year of history is asked, so it is done when a period is closed
 */
public record Rules(
    String name,
    long toleranceWh,
    Duration linearWithin,
    int likeDays,
    int historyDays,
    int aheadDays,
    int anchorDays,
    boolean similar,
    boolean screening,
    boolean clockShift,
    boolean highLow) {

  /** Stored with every derived day; raise it when the same raw part would give other values. */
  public static final int VERSION = 3;

  /**
   * The textbook's: line up to two hours (AT ElWG sec. 55, DE Metering Code), mean of the last four
   * like days within 28 days; tolerance as ERCOT's two units of the meter.
   */
  public static final Rules SIMPLE =
      new Rules("simple", 2, Duration.ofHours(2), 4, 28, 0, 35, false, false, false, false);

  /**
   * As data come in: alike stretches and days of the last eight weeks, nothing from later. An
   * estimate then changes only when its own gap does.
   */
  public static final Rules LIVE =
      new Rules("live", 2, Duration.ofHours(2), 4, 56, 0, 35, true, true, false, false);

  /** When a period is closed: alike stretches and days on both sides. */
  public static final Rules FINAL =
      new Rules("final", 2, Duration.ofHours(2), 4, 112, 112, 35, true, true, true, true);

  /** From the plainest to the best. */
  public static final List<Rules> NAMED = List.of(SIMPLE, LIVE, FINAL);

  public Rules {
    if (toleranceWh < 0 || aheadDays < 0 || likeDays < 1 || historyDays < 1 || anchorDays < 1) {
      throw new IllegalArgumentException(
          "toleranceWh and aheadDays must be 0 or more, the others 1 or more, but were %d, %d, %d, %d, %d"
              .formatted(toleranceWh, aheadDays, likeDays, historyDays, anchorDays));
    }
  }

  /** The rule set of a name; empty for a name that is none of ours. */
  public static Optional<Rules> named(String name) {
    return NAMED.stream().filter(rules -> rules.name().equals(name)).findFirst();
  }

  /** The same without anything that asks the channel's past. */
  Rules withoutHistory() {
    return new Rules(
        name,
        toleranceWh,
        linearWithin,
        likeDays,
        historyDays,
        aheadDays,
        anchorDays,
        false,
        false,
        false,
        false);
  }

  /** Whether they are for periods that are over: then what lies around the channel may be asked. */
  public boolean closesPeriods() {
    return aheadDays > 0;
  }

  /** Days before a day that its values may depend on. */
  public int daysBefore() {
    // its gap begins that early, is filled from days that far back, which were judged by registers
    // that far back again
    return anchorDays + historyDays + anchorDays;
  }

  /** Days after a day that its values may depend on. */
  public int daysAfter() {
    return 2 * anchorDays + aheadDays;
  }
}
