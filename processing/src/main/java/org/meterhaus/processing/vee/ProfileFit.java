package org.meterhaus.processing.vee;

import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.OptionalDouble;

/**
 * The standard load profile at the size of a channel: the profile times what the channel used of it
 * where it was measured.
 */
final class ProfileFit {
  /** A channel of which less is known has no size. */
  private static final double LEAST_DAYS = 0.5;

  private final LocalDays days;
  private final Rules rules;

  /** W by slot. */
  private final double[] profile;

  /** Measured slots before each boundary, and what they and the profile at them come to. */
  private final int[] countBefore;

  private final double[] whBefore;
  private final double[] profileBefore;

  /**
   * @param measured Wh by slot, {@link Double#NaN} where nothing was measured
   */
  ProfileFit(Slots slots, LocalDays days, Rules rules, double[] measured) {
    this.days = days;
    this.rules = rules;
    this.profile = profile(slots);
    this.countBefore = new int[measured.length + 1];
    this.whBefore = new double[measured.length + 1];
    this.profileBefore = new double[measured.length + 1];
    for (int slot = 0; slot < measured.length; slot++) {
      boolean known = !Double.isNaN(measured[slot]);
      countBefore[slot + 1] = countBefore[slot] + (known ? 1 : 0);
      whBefore[slot + 1] = whBefore[slot] + (known ? measured[slot] : 0);
      profileBefore[slot + 1] = profileBefore[slot] + (known ? profile[slot] : 0);
    }
  }

  private static double[] profile(Slots slots) {
    StandardProfile households = StandardProfile.households();
    double[] profile = new double[slots.count()];
    for (int slot = 0; slot < profile.length; slot++) {
      ZonedDateTime start = slots.start(slot).atZone(slots.zone());
      LocalDate day = start.toLocalDate();
      LocalTime time = start.toLocalTime();
      profile[slot] = households.watts(day, time.toSecondOfDay(), slots.intervalS());
    }
    return profile;
  }

  /** How slots share what they have used together: only the relation counts. */
  double weight(int slot) {
    return profile[slot];
  }

  /** Wh of a slot; empty where too little of the channel was measured to know its size. */
  OptionalDouble wh(int slot) {
    int regular = days.regular();
    int from = Math.max(0, slot - rules.historyDays() * regular);
    int until = Math.min(profile.length, slot + rules.aheadDays() * regular);
    // live, nothing after the slot is asked
    until = Math.max(until, slot);
    double size = profileBefore[until] - profileBefore[from];
    if (countBefore[until] - countBefore[from] < LEAST_DAYS * regular || size <= 0) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(profile[slot] * (whBefore[until] - whBefore[from]) / size);
  }
}
