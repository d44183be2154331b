package org.meterhaus.processing.cluster;

import java.time.DayOfWeek;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.meterhaus.db.blocks.CleanValues;
import org.meterhaus.db.blocks.DayBlock;
import org.meterhaus.db.blocks.Quality;

/**
 * How a household's use is spread over the day, not how much it is: the share of each hour in the
 * mean working day and in the mean day of a weekend. Immutable.
 *
 * <p>Hours, because meters differ in their interval and because what matters here does not need
 * more. Holidays count as the weekday that they are.
 */
public final class LoadShape {
  public static final int HOURS = 24;

  /** Hours of a working day, then of a day of the weekend. */
  public static final int VALUES = 2 * HOURS;

  private static final double WORKING = 5.0 / 7;
  private static final double WEEKEND = 2.0 / 7;

  /** A day with more than this share of its intervals guessed is not used. */
  private static final double MOST_GUESSED = 0.1;

  private final double[] shares;

  private LoadShape(double[] shares) {
    this.shares = shares;
  }

  /**
   * What can be said about a household.
   *
   * @param dailyMeanWh of the days used, weekends weighted as in a week
   * @param days that could be used
   */
  public record Use(LoadShape shape, long dailyMeanWh, int days) {}

  /**
   * From the shares themselves.
   *
   * @param shares {@link #VALUES} numbers of 0 or more; each half adds up to 1
   */
  public static LoadShape of(double[] shares) {
    if (shares.length != VALUES) {
      throw new IllegalArgumentException(
          "a shape must have %d values but had %d".formatted(VALUES, shares.length));
    }
    for (int from : new int[] {0, HOURS}) {
      double sum = Arrays.stream(shares, from, from + HOURS).sum();
      if (Math.abs(sum - 1) > 1e-3 || Arrays.stream(shares).anyMatch(share -> !(share >= 0))) {
        throw new IllegalArgumentException(
            "shares must be 0 or more and add up to 1 but added up to " + sum);
      }
    }
    return new LoadShape(shares.clone());
  }

  /**
   * From some days of a channel. A day counts if it has 24 hours, every interval has a value, and
   * at most a tenth of them are guesses: measured, edited and register-anchored values are none.
   *
   * @param intervalS of the channel, a divisor of 3600
   * @return empty if there are too few such days or nothing was used in them
   */
  public static Optional<Use> of(List<DayBlock> days, int intervalS, ClusterRules rules) {
    int perDay = (int) (Duration.ofDays(1).toSeconds() / intervalS);
    double[] wh = new double[VALUES];
    int working = 0;
    int weekend = 0;
    for (DayBlock day : days) {
      CleanValues values = day.values();
      // a day on which the clocks change has 23 or 25 hours
      if (values.size() != perDay || !isUsable(values)) {
        continue;
      }
      boolean isWeekend = isWeekend(day.day().getDayOfWeek());
      int from = isWeekend ? HOURS : 0;
      int perHour = perDay / HOURS;
      for (int slot = 0; slot < values.size(); slot++) {
        wh[from + slot / perHour] += Math.max(0, values.wh(slot).orElseThrow());
      }
      if (isWeekend) {
        weekend++;
      } else {
        working++;
      }
    }
    if (working < rules.minWorkingDays() || weekend < rules.minWeekendDays()) {
      return Optional.empty();
    }
    double workingWh = Arrays.stream(wh, 0, HOURS).sum();
    double weekendWh = Arrays.stream(wh, HOURS, VALUES).sum();
    if (workingWh <= 0 || weekendWh <= 0) {
      return Optional.empty();
    }
    for (int i = 0; i < VALUES; i++) {
      wh[i] /= i < HOURS ? workingWh : weekendWh;
    }
    double mean = WORKING * workingWh / working + WEEKEND * weekendWh / weekend;
    return Optional.of(new Use(new LoadShape(wh), Math.round(mean), working + weekend));
  }

  private static boolean isUsable(CleanValues values) {
    int guessed = 0;
    for (int slot = 0; slot < values.size(); slot++) {
      Quality quality = values.quality(slot);
      if (quality == Quality.MISSING) {
        return false;
      }
      boolean anchored =
          quality == Quality.REGISTER_DIFFERENCE || quality == Quality.REGISTER_SCALED;
      guessed += quality.isEstimated() && !anchored ? 1 : 0;
    }
    return guessed <= MOST_GUESSED * values.size();
  }

  private static boolean isWeekend(DayOfWeek day) {
    return day == DayOfWeek.SATURDAY || day == DayOfWeek.SUNDAY;
  }

  /**
   * Share of an hour of the working day, or of the weekend's.
   *
   * @param hour 0..23
   */
  public double share(boolean weekend, int hour) {
    return shares[(weekend ? HOURS : 0) + hour];
  }

  /**
   * Share of an hour in the day of a mean week.
   *
   * @param hour 0..23
   */
  public double share(int hour) {
    return WORKING * shares[hour] + WEEKEND * shares[HOURS + hour];
  }

  /** Share of the hours {@code [from, until)} in the day of a mean week. */
  public double share(int from, int until) {
    double sum = 0;
    for (int hour = from; hour < until; hour++) {
      sum += share(hour);
    }
    return sum;
  }

  /** The hour with the largest share, 0..23; the first of equals. */
  public int peakHour() {
    int peak = 0;
    for (int hour = 1; hour < HOURS; hour++) {
      if (share(hour) > share(peak)) {
        peak = hour;
      }
    }
    return peak;
  }

  /** All shares, working day first; a copy. */
  public double[] shares() {
    return shares.clone();
  }

  /**
   * As a point whose squared distance to another counts each day of a week the same.
   *
   * @param into where to, from index {@code at}
   */
  void point(float[] into, int at) {
    for (int i = 0; i < VALUES; i++) {
      into[at + i] = (float) (shares[i] * Math.sqrt(i < HOURS ? WORKING : WEEKEND));
    }
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LoadShape that && Arrays.equals(shares, that.shares);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(shares);
  }
}
