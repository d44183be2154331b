package org.meterhaus.processing.vee;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.meterhaus.db.blocks.BlockChannel;
import org.meterhaus.db.blocks.DayGrid;
import org.meterhaus.processing.merge.RawDay;

/**
 * What is known of a channel, of which only a part may be at hand: finds the days that a change
 * reaches and derives them. The result does not depend on how much more than necessary is at hand.
 *
 * @param days raw parts that are at hand, without the empty ones
 * @param repaired days at hand that were not wholly measured, or of which something was noticed,
 *     when they were last derived
 * @param from first day at hand; days before it may exist
 * @param until day after the last at hand; days from it on may exist
 * @param first first day that the channel has at all
 * @param last last day that the channel has at all
 * @param dataUntil end of the latest interval reported
 */
public record ChannelHistory(
    BlockChannel channel,
    NavigableMap<LocalDate, RawDay> days,
    NavigableSet<LocalDate> repaired,
    LocalDate from,
    LocalDate until,
    LocalDate first,
    LocalDate last,
    Instant dataUntil) {

  public ChannelHistory {
    days = new TreeMap<>(days);
    repaired = new TreeSet<>(repaired);
  }

  /**
   * Derives the days that have changed and those whose values can depend on them.
   *
   * @param changed days whose raw part is new, all at hand
   * @param wanted the days that these rules hold for; others are not derived
   * @return empty when too little is at hand to tell: call again with {@link #reachBefore} and
   *     {@link #reachAfter} more days
   */
  public Optional<List<CleanDay>> derive(
      NavigableSet<LocalDate> changed, Rules rules, Predicate<LocalDate> wanted) {
    NavigableSet<LocalDate> affected = new TreeSet<>(changed);
    NavigableSet<LocalDate> looking = looking(changed, rules);
    for (LocalDate day : changed) {
      if (!addBefore(day, affected, looking, rules) || !addAfter(day, affected, looking, rules)) {
        return Optional.empty();
      }
    }
    List<CleanDay> result = new ArrayList<>();
    NavigableSet<LocalDate> unsettled = new TreeSet<>();
    if (rules.clockShift()) {
      // what gives a wrong clock away may lie days beside
      addBeside(affected);
      affected.removeIf(wanted.negate());
      unsettled.addAll(affected);
    } else {
      affected.removeIf(wanted.negate());
      for (List<LocalDate> run : runs(affected, 1)) {
        for (CleanDay day : derive(run.getFirst(), run.getLast().plusDays(1), 1, 1, rules)) {
          if (day.settled()) {
            result.add(day);
          } else {
            unsettled.add(day.day());
          }
        }
      }
    }
    // what a day's own history says must not depend on which other days are derived with it
    int together = rules.screening() ? -1 : rules.anchorDays();
    for (List<LocalDate> run : runs(unsettled, together)) {
      if (!isAtHand(run.getFirst().minusDays(rules.daysBefore()))
          || !isAtHand(run.getLast().plusDays(rules.daysAfter()))) {
        return Optional.empty();
      }
      for (CleanDay day :
          derive(
              run.getFirst(),
              run.getLast().plusDays(1),
              rules.daysBefore(),
              rules.daysAfter(),
              rules)) {
        if (unsettled.contains(day.day())) {
          result.add(day);
        }
      }
    }
    return rules.highLow() ? withUse(result, rules) : Optional.of(List.copyOf(result));
  }

  /**
   * The days with what their weeks look like beside the history: one look for all of them.
   *
   * @return empty when too little is at hand
   */
  private Optional<List<CleanDay>> withUse(List<CleanDay> result, Rules rules) {
    List<CleanDay> told = new ArrayList<>();
    NavigableSet<LocalDate> all = new TreeSet<>();
    result.forEach(day -> all.add(day.day()));
    for (List<LocalDate> run : runs(all, UseCheck.REACH_DAYS)) {
      LocalDate start = run.getFirst().minusDays((long) UseCheck.REACH_DAYS + rules.anchorDays());
      LocalDate end = run.getLast().plusDays(rules.anchorDays());
      if (!isAtHand(start) || !isAtHand(end)) {
        return Optional.empty();
      }
      UseNotes notes =
          UseNotes.of(window(start, end.plusDays(1), run.getFirst(), run.getLast()), rules);
      result.stream()
          .filter(day -> !day.day().isBefore(run.getFirst()) && !day.day().isAfter(run.getLast()))
          .map(notes::over)
          .forEach(told::add);
    }
    return Optional.of(List.copyOf(told));
  }

  /** Days before the first changed one that are always enough. */
  public static int reachBefore(Rules rules) {
    int use = rules.highLow() ? UseCheck.REACH_DAYS + rules.anchorDays() : 0;
    return rules.anchorDays() + rules.aheadDays() + Math.max(rules.daysBefore(), use);
  }

  /** Days after the last changed one that are always enough. */
  public static int reachAfter(Rules rules) {
    int use = rules.highLow() ? UseCheck.REACH_DAYS : 0;
    return rules.anchorDays() + Math.max(rules.historyDays(), use) + rules.daysAfter();
  }

  private boolean isAtHand(LocalDate day) {
    boolean exists = !day.isBefore(first) && !day.isAfter(last);
    // beyond the channel's own data there is nothing to be had
    LocalDate nearest = exists ? day : day.isBefore(first) ? first : last;
    return !nearest.isBefore(from) && nearest.isBefore(until);
  }

  /** Days before a change that its first values can close a gap of. */
  private boolean addBefore(
      LocalDate changed,
      NavigableSet<LocalDate> affected,
      NavigableSet<LocalDate> looking,
      Rules rules) {
    if (rules.aheadDays() > 0) {
      LocalDate furthest = changed.minusDays((long) rules.anchorDays() + rules.aheadDays());
      if (!isAtHand(furthest)) {
        return false;
      }
      affected.addAll(looking.subSet(furthest, true, changed, false));
    }
    boolean register = days.containsKey(changed) && Edge.hasRegister(days.get(changed));
    List<LocalDate> empty = new ArrayList<>();
    for (int back = 1; back <= rules.anchorDays(); back++) {
      LocalDate day = changed.minusDays(back);
      if (day.isBefore(first)) {
        return true;
      }
      if (!isAtHand(day)) {
        return false;
      }
      RawDay raw = days.get(day);
      if (raw == null) {
        empty.add(day);
        continue;
      }
      // days without anything are derived only between days that have something
      affected.addAll(empty);
      empty.clear();
      if (Edge.isSettledAtEnd(raw, grid(day), register, rules)) {
        return true;
      }
      affected.add(day);
    }
    return true;
  }

  /** Days after a change whose first values follow from it, or whose estimates rest on it. */
  private boolean addAfter(
      LocalDate changed,
      NavigableSet<LocalDate> affected,
      NavigableSet<LocalDate> looking,
      Rules rules) {
    if (!changed.isBefore(last)) {
      return true;
    }
    LocalDate furthest = changed.plusDays((long) rules.anchorDays() + rules.historyDays());
    if (!isAtHand(furthest)) {
      return false;
    }
    affected.addAll(looking.subSet(changed, false, furthest, true));
    if (rules.highLow()) {
      LocalDate year = changed.plusDays((long) rules.anchorDays() + UseCheck.REACH_DAYS);
      if (!isAtHand(year)) {
        return false;
      }
      affected.addAll(days.subMap(changed, false, year, true).keySet());
    }
    List<LocalDate> empty = new ArrayList<>();
    boolean register = days.containsKey(changed) && Edge.hasRegister(days.get(changed));
    for (int ahead = 1; ahead <= rules.anchorDays(); ahead++) {
      LocalDate day = changed.plusDays(ahead);
      RawDay raw = days.get(day);
      if (raw == null) {
        empty.add(day);
        continue;
      }
      affected.addAll(empty);
      empty.clear();
      affected.add(day);
      DayGrid grid = grid(day);
      if (Edge.hasRegisterInTime(raw, grid) || (!register && Edge.hasEnergyInTime(raw, grid))) {
        return true;
      }
    }
    return true;
  }

  private DayGrid grid(LocalDate day) {
    return new DayGrid(day, channel.zone(), channel.intervalS());
  }

  private void addBeside(NavigableSet<LocalDate> affected) {
    for (LocalDate day : List.copyOf(affected)) {
      int reach = ClockShift.LONGEST_DAYS + 1;
      affected.addAll(days.subMap(day.minusDays(reach), true, day.plusDays(reach), true).keySet());
    }
  }

  /** Days at hand whose values rest on days around them, as far as those changed reach. */
  private NavigableSet<LocalDate> looking(NavigableSet<LocalDate> changed, Rules rules) {
    NavigableSet<LocalDate> looking = new TreeSet<>(repaired);
    if (rules.screening() && (rules.aheadDays() > 0 || changed.first().isBefore(last))) {
      days.forEach((day, raw) -> {
        if (!Edge.hasEveryRegister(raw, grid(day))) {
          looking.add(day);
        }
      });
    }
    return looking;
  }

  /** Groups days that are at most {@code distance} apart. */
  private static List<List<LocalDate>> runs(NavigableSet<LocalDate> days, int distance) {
    List<List<LocalDate>> runs = new ArrayList<>();
    for (LocalDate day : days) {
      if (runs.isEmpty() || ChronoUnit.DAYS.between(runs.getLast().getLast(), day) > distance) {
        runs.add(new ArrayList<>());
      }
      runs.getLast().add(day);
    }
    return runs;
  }

  private List<CleanDay> derive(
      LocalDate start, LocalDate end, int before, int after, Rules rules) {
    return Derivation.derive(
        window(start.minusDays(before), end.plusDays(after), start, end.minusDays(1)),
        start,
        end,
        dataUntil,
        rules);
  }

  /** Days {@code [from, until)} as far as the channel has any, but always those asked for. */
  private RawWindow window(LocalDate from, LocalDate until, LocalDate asked, LocalDate lastAsked) {
    LocalDate begin = later(from, earlier(first, asked));
    LocalDate end = earlier(until, later(last, lastAsked).plusDays(1));
    List<RawDay> raw = new ArrayList<>();
    for (LocalDate day = begin; day.isBefore(end); day = day.plusDays(1)) {
      raw.add(days.getOrDefault(day, RawDay.EMPTY));
    }
    return new RawWindow(channel, begin, raw);
  }

  private static LocalDate earlier(LocalDate one, LocalDate other) {
    return one.isBefore(other) ? one : other;
  }

  private static LocalDate later(LocalDate one, LocalDate other) {
    return one.isAfter(other) ? one : other;
  }
}
