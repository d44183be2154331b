package org.meterhaus.processing.vee;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import org.meterhaus.db.blocks.Quality;
import org.meterhaus.db.blocks.ValidationRule;

/**
 * Finds values that jumped by a power of ten and stayed there while the habit of the day went on as
 * before: another unit or scaler. It takes three whole days to be sure, so it is told with the
 * third, looking back only. Nothing is put right: which of the two units holds, a meter's data
 * sheet tells. Where a register confirms the values there is nothing to tell.
 */
final class UnitChange {
  private static final int AFTER = 3;

  /** The day of the change is neither the one nor the other. */
  private static final int BETWEEN = 1;

  private static final int BEFORE = 14;
  private static final int FEWEST_BEFORE = 7;
  private static final int MOST_DIGITS = 3;

  private static final int SPAN = AFTER + BETWEEN + BEFORE;

  /** Days before a day that are asked. */
  private static final int REACH_DAYS = SPAN + BEFORE;

  // logarithms to the base 10: how far the whole, a day and an hour may be from the power
  private static final double WHOLE_WITHIN = 0.25;
  private static final double DAY_WITHIN = 0.45;
  private static final double HOUR_WITHIN = 0.35;

  /** Part of the days before that have to be about as large as their median. */
  private static final double MOST = 0.75;

  private static final double HOURS_WITHIN = 0.6;

  /** A day that is as flat as this has no habit to know it by: largest hour to smallest. */
  private static final double FLAT = 1.8;

  /** Correlation of the logarithms of the hours, from which on two days have one shape. */
  private static final double ALIKE = 0.4;

  private static final double LEAST_WH = 0.01;
  private static final int HOURS = 24;
  private static final double LEAST_PART = 0.9;

  private final LocalDays days;
  private final long[] energy;
  private final Validation validation;
  private final int intervalS;

  /** Wh by day, {@link Double#NaN} where too little came. */
  private final double[] sums;

  private final BitSet changed = new BitSet();
  private final List<Noted> notes = new ArrayList<>(0);

  private UnitChange(LocalDays days, Choice choice, Validation validation) {
    this.days = days;
    this.energy = choice.energy();
    this.validation = validation;
    this.intervalS = choice.slots().intervalS();
    this.sums = new double[days.count()];
  }

  /**
   * Looks at the days of the slots {@code [from, until)}.
   *
   * @param ahead whether what comes after a day may be asked of it
   */
  static UnitChange find(
      LocalDays days, Choice choice, Validation validation, int from, int until, boolean ahead) {
    var change = new UnitChange(days, choice, validation);
    if (from < until && change.anyDoubt()) {
      change.find(days.day(from), days.day(until - 1) + 1, ahead);
    }
    return change;
  }

  /** One for each change, over the day by which it is certain. */
  List<Noted> notes() {
    return notes;
  }

  /** Slots that are known to be in another unit than the history before them. */
  BitSet changed() {
    return changed;
  }

  private boolean anyDoubt() {
    return validation.confirmed().cardinality() < energy.length || !validation.notes().isEmpty();
  }

  private void find(int from, int until, boolean ahead) {
    int last = ahead ? Math.min(days.count(), until + AFTER - 1) : until;
    for (int day = Math.max(0, from - REACH_DAYS); day < last; day++) {
      sums[day] = sum(day);
    }
    for (int day = from; day < last; day++) {
      int digits = digits(day);
      if (digits == 0) {
        continue;
      }
      for (int each = ahead ? day - AFTER + 1 : day; each <= day; each++) {
        if (each >= from && each < until) {
          changed.set(days.first(each), days.end(each));
        }
      }
      if (day < until && isFirst(day, digits)) {
        notes.add(
            new Noted(
                ValidationRule.UNIT_CHANGE,
                days.first(day),
                days.end(day) - days.first(day),
                Math.round(mean(day + 1 - AFTER, day + 1)),
                Math.round(usual(day + 1 - SPAN, day + 1 - AFTER - BETWEEN))));
      }
    }
  }

  /** A change is told once, however often the days after it waver. */
  private boolean isFirst(int day, int digits) {
    for (int back = 1; back <= BEFORE; back++) {
      if (digits(day - back) == digits) {
        return false;
      }
    }
    return true;
  }

  private double sum(int day) {
    double wh = 0;
    int known = 0;
    int end = days.end(day);
    for (int slot = days.first(day); slot < end; slot++) {
      if (energy[slot] >= 0) {
        wh += energy[slot];
        known++;
      }
    }
    return known >= LEAST_PART * days.regular() ? wh * days.regular() / known : Double.NaN;
  }

  private double mean(int from, int until) {
    double sum = 0;
    int known = 0;
    for (int day = from; day < until; day++) {
      if (!Double.isNaN(sums[day])) {
        sum += sums[day];
        known++;
      }
    }
    return known == 0 ? Double.NaN : sum / known;
  }

  /** The median day, of which most days are not far; {@link Double#NaN} where there is none. */
  private double usual(int from, int until) {
    double[] sorted = IntStream.range(from, until).mapToDouble(day -> sums[day]).sorted().toArray();
    int known = known(from, until);
    double median = sorted[known / 2];
    int near = 0;
    for (int i = 0; i < known; i++) {
      near += isWithin(sorted[i] / median, 0, DAY_WITHIN) ? 1 : 0;
    }
    return near >= MOST * known ? median : Double.NaN;
  }

  private int known(int from, int until) {
    int known = 0;
    for (int day = from; day < until; day++) {
      known += Double.isNaN(sums[day]) ? 0 : 1;
    }
    return known;
  }

  /** By how many digits the three days that end with one are shifted; 0 where they are not. */
  private int digits(int day) {
    int before = day + 1 - SPAN;
    int after = day + 1 - AFTER;
    if (before < 0
        || known(after, day + 1) < AFTER
        || known(before, after - BETWEEN) < FEWEST_BEFORE) {
      return 0;
    }
    double was = usual(before, after - BETWEEN);
    double shift = Math.log10(mean(after, day + 1) / was);
    int digits = Double.isFinite(shift) ? (int) Math.round(shift) : 0;
    if (digits == 0
        || Math.abs(digits) > MOST_DIGITS
        || Math.abs(shift - digits) > WHOLE_WITHIN
        || isConfirmed(after, day + 1)) {
      return 0;
    }
    for (int each = after; each <= day; each++) {
      if (!isWithin(sums[each] / was, digits, DAY_WITHIN)) {
        return 0;
      }
    }
    return habitStays(before, after, day, digits) ? digits : 0;
  }

  private static boolean isWithin(double ratio, int digits, double within) {
    return Math.abs(Math.log10(ratio) - digits) <= within;
  }

  /** Whether a register confirms any value of the days {@code [from, until)}. */
  private boolean isConfirmed(int from, int until) {
    int end = days.end(until - 1);
    for (int slot = days.first(from); slot < end; slot++) {
      if (validation.confirmed().get(slot) && validation.quality()[slot] == Quality.MEASURED) {
        return true;
      }
    }
    return false;
  }

  /** Whether hour by hour the day is what it was, times a power of ten. */
  private boolean habitStays(int before, int after, int day, int digits) {
    double[] was = hours(before, after - BETWEEN);
    double[] is = hours(after, day + 1);
    double least = Double.POSITIVE_INFINITY;
    double most = 0;
    int within = 0;
    for (int hour = 0; hour < HOURS; hour++) {
      least = Math.min(least, was[hour]);
      most = Math.max(most, was[hour]);
      within += isWithin(is[hour] / was[hour], digits, HOUR_WITHIN) ? 1 : 0;
    }
    return most >= FLAT * least && within >= HOURS_WITHIN * HOURS && likeness(was, is) >= ALIKE;
  }

  /** How alike two days are in shape, whatever their size: the correlation of the logarithms. */
  private static double likeness(double[] one, double[] other) {
    double n = one.length;
    double sumX = 0;
    double sumY = 0;
    double sumXx = 0;
    double sumYy = 0;
    double sumXy = 0;
    for (int i = 0; i < one.length; i++) {
      double x = Math.log(Math.max(LEAST_WH, one[i]));
      double y = Math.log(Math.max(LEAST_WH, other[i]));
      sumX += x;
      sumY += y;
      sumXx += x * x;
      sumYy += y * y;
      sumXy += x * y;
    }
    double spread = (sumXx - sumX * sumX / n) * (sumYy - sumY * sumY / n);
    return spread <= 0 ? 0 : (sumXy - sumX * sumY / n) / Math.sqrt(spread);
  }

  /** Wh by hour of the day, a mean over days; all that is known of them. */
  private double[] hours(int from, int until) {
    double[] wh = new double[HOURS];
    int[] known = new int[HOURS];
    for (int day = from; day < until; day++) {
      if (Double.isNaN(sums[day])) {
        continue;
      }
      int first = days.first(day);
      for (int slot = first; slot < days.end(day); slot++) {
        int hour = (int) Math.min(HOURS - 1, (long) (slot - first) * intervalS / 3600);
        if (energy[slot] >= 0) {
          wh[hour] += energy[slot];
          known[hour]++;
        }
      }
    }
    for (int hour = 0; hour < HOURS; hour++) {
      wh[hour] /= known[hour];
    }
    return wh;
  }
}
