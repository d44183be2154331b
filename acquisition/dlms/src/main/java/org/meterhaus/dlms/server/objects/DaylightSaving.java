package org.meterhaus.dlms.server.objects;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneOffsetTransitionRule;
import java.time.zone.ZoneOffsetTransitionRule.TimeDefinition;
import java.time.zone.ZoneRules;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.classes.InitialValues;
import org.meterhaus.dlms.cosem.CosemDateTime;

/**
 * The local time of a clock object as its attributes tell it. Pure.
 *
 * @param standard minutes from local to UTC without daylight saving (Berlin: -60)
 * @param begin local moment it begins, in one year or (without a year) in every
 * @param end local moment it ends
 * @param deviation minutes the local time is ahead meanwhile
 */
record DaylightSaving(
    int standard, CosemDateTime begin, CosemDateTime end, int deviation, boolean enabled) {

  private static final int LAST_DAY = 0xFE;

  /** Year that rules without one are looked up in. */
  private static final int ANY_YEAR = 2026;

  private static final int LONG_AGO = 1970;

  /** What a zone does from now on, as far as attributes can tell it. */
  static DaylightSaving of(ZoneRules zone, java.time.Instant now) {
    int standard = -zone.getStandardOffset(now).getTotalSeconds() / 60;
    CosemDateTime begin = InitialValues.NEVER;
    CosemDateTime end = InitialValues.NEVER;
    int deviation = 0;
    for (ZoneOffsetTransitionRule rule : zone.getTransitionRules()) {
      ZoneOffsetTransition transition = rule.createTransition(ANY_YEAR);
      if (transition.isGap()) {
        begin = pattern(rule, transition);
        deviation = (int) transition.getDuration().toMinutes();
      } else {
        end = pattern(rule, transition);
      }
    }
    return new DaylightSaving(standard, begin, end, deviation, deviation != 0);
  }

  private static CosemDateTime pattern(
      ZoneOffsetTransitionRule rule, ZoneOffsetTransition transition) {
    LocalTime time = transition.getDateTimeBefore().toLocalTime();
    int day = rule.getDayOfMonthIndicator();
    DayOfWeek weekday = rule.getDayOfWeek();
    boolean last = day < 0 || (weekday != null && day == rule.getMonth().maxLength() - 6);
    return new CosemDateTime(
        CosemDateTime.NO_YEAR,
        rule.getMonth().getValue(),
        last ? LAST_DAY : day,
        weekday == null ? CosemDateTime.NOT_SPECIFIED : weekday.getValue(),
        time.getHour(),
        time.getMinute(),
        time.getSecond(),
        0,
        CosemDateTime.NO_DEVIATION,
        0);
  }

  /** The rules it stands for; without daylight saving if begin and end are not understood. */
  ZoneRules rules() {
    ZoneOffset offset = ZoneOffset.ofTotalSeconds(-standard * 60);
    if (!enabled || deviation == 0) {
      return ZoneRules.of(offset);
    }
    ZoneOffset summer = ZoneOffset.ofTotalSeconds((deviation - standard) * 60);
    try {
      if (begin.year() == CosemDateTime.NO_YEAR && end.year() == CosemDateTime.NO_YEAR) {
        return everyYear(offset, summer);
      }
      return onceOnly(offset, summer);
    } catch (DateTimeException | IllegalArgumentException _) {
      return ZoneRules.of(offset);
    }
  }

  private ZoneRules everyYear(ZoneOffset offset, ZoneOffset summer) {
    List<ZoneOffsetTransitionRule> rules =
        Stream.of(rule(begin, offset, offset, summer), rule(end, offset, summer, offset))
            .sorted(Comparator.comparing(rule -> rule.createTransition(ANY_YEAR).getInstant()))
            .toList();
    // Rules count after the last fixed transition only: one that lies before every meter.
    ZoneOffsetTransition first = rules.getLast().createTransition(LONG_AGO);
    return ZoneRules.of(offset, first.getOffsetBefore(), List.of(), List.of(first), rules);
  }

  private static ZoneOffsetTransitionRule rule(
      CosemDateTime when, ZoneOffset standard, ZoneOffset before, ZoneOffset after) {
    Month month = Month.of(when.month());
    if (when.dayOfMonth() != LAST_DAY && when.dayOfMonth() > month.minLength()) {
      throw new DateTimeException("not every year has such a day: " + when);
    }
    return ZoneOffsetTransitionRule.of(
        month,
        when.dayOfMonth() == LAST_DAY ? -1 : when.dayOfMonth(),
        weekday(when),
        LocalTime.of(when.hour(), when.minute(), specified(when.second())),
        false,
        TimeDefinition.WALL,
        standard,
        before,
        after);
  }

  private ZoneRules onceOnly(ZoneOffset offset, ZoneOffset summer) {
    if (!local(begin).isBefore(local(end))) {
      return ZoneRules.of(offset);
    }
    return ZoneRules.of(
        offset,
        offset,
        List.of(),
        List.of(
            ZoneOffsetTransition.of(local(begin), offset, summer),
            ZoneOffsetTransition.of(local(end), summer, offset)),
        List.of());
  }

  private static LocalDateTime local(CosemDateTime time) {
    return LocalDateTime.of(
        time.year(),
        time.month(),
        time.dayOfMonth(),
        time.hour(),
        time.minute(),
        specified(time.second()));
  }

  private static @Nullable DayOfWeek weekday(CosemDateTime time) {
    return time.dayOfWeek() == CosemDateTime.NOT_SPECIFIED ? null : DayOfWeek.of(time.dayOfWeek());
  }

  private static int specified(int field) {
    return field == CosemDateTime.NOT_SPECIFIED ? 0 : field;
  }
}
