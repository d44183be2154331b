package org.meterhaus.processing.vee;

import java.util.ArrayList;
import java.util.List;
import org.meterhaus.db.blocks.ValidationRule;

/**
 * High and low use against the channel's own history: a week is compared with the four weeks
 * before, and with the same four weeks of last year where there is one. Both have to differ, so
 * that neither winter nor a home that has always been like this is told of. It is a flag for
 * people; no value is rejected by it.
 */
final class UseCheck {
  private static final int WEEK = 7;
  private static final int BEFORE = 28;

  /** Whole weeks, so that working days meet working days. */
  private static final int YEAR = 52 * 7;

  private static final int FEWEST_OF_WEEK = 5;
  private static final int FEWEST_BEFORE = 14;

  /** Days before a day that are asked. */
  static final int REACH_DAYS = YEAR + WEEK + BEFORE / 2;

  private UseCheck() {}

  /**
   * Judges the weeks that end with the days {@code [from, until)} of the series.
   *
   * @return a note over each day that ends such a week; observed and expected are Wh a day
   */
  static List<Noted> judge(LocalDays days, DailyUse use, ClassRules rules, int from, int until) {
    List<Noted> notes = new ArrayList<>(0);
    for (int day = Math.max(from, BEFORE); day < until; day++) {
      int week = day + 1 - WEEK;
      if (use.known(day, day + 1) == 0
          || use.known(week, day + 1) < FEWEST_OF_WEEK
          || use.known(week - BEFORE, week) < FEWEST_BEFORE) {
        continue;
      }
      double now = use.mean(week, day + 1);
      double before = use.mean(week - BEFORE, week);
      int lastYear = week - YEAR - (BEFORE - WEEK) / 2;
      boolean known = use.known(lastYear, lastYear + BEFORE) >= FEWEST_BEFORE;
      double then = known ? use.mean(lastYear, lastYear + BEFORE) : before;
      boolean high =
          now > rules.highUse() * Math.max(before, then) && now - before > rules.leastWhPerDay();
      boolean low =
          now < rules.lowUse() * Math.min(before, then) && before - now > rules.leastWhPerDay();
      if (high || low) {
        notes.add(
            new Noted(
                high ? ValidationRule.HIGH_USE : ValidationRule.LOW_USE,
                days.first(day),
                days.end(day) - days.first(day),
                Math.round(now),
                Math.round(before)));
      }
    }
    return notes;
  }
}
