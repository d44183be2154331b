package org.meterhaus.processing.vee;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.meterhaus.db.blocks.CleanValues;
import org.meterhaus.db.blocks.Note;
import org.meterhaus.db.blocks.Quality;

/** Clean days of raw days. A pure function: the same raw parts give the same days. */
public final class Derivation {

  private Derivation() {}

  /**
   * Derives the days {@code [from, until)}. Days that are settled need no more of a window than the
   * day before and the day after; the others need {@link Rules#daysBefore} and {@link
   * Rules#daysAfter}, as far as the channel has data.
   *
   * @param dataUntil end of the latest interval that the channel has reported, in the window or
   *     after it; later intervals get no value
   * @return one for each day, in order
   */
  public static List<CleanDay> derive(
      RawWindow window, LocalDate from, LocalDate until, Instant dataUntil, Rules rules) {
    if (from.isBefore(window.first()) || until.isAfter(window.until())) {
      throw new IllegalArgumentException(
          "days %s..%s must lie in the window %s..%s"
              .formatted(from, until, window.first(), window.until()));
    }
    Slots slots = Slots.of(window);
    int reported = slots.endedBy(dataUntil);
    return SoundSeries.of(window, slots, reported, rules)
        .map(sound -> taken(slots, sound, from, until, dataUntil, rules))
        .orElseGet(() -> judged(window, slots, from, until, dataUntil, rules));
  }

  /** Days of a window about which there is nothing to decide. */
  private static List<CleanDay> taken(
      Slots slots,
      SoundSeries sound,
      LocalDate from,
      LocalDate until,
      Instant dataUntil,
      Rules rules) {
    var days = new ArrayList<CleanDay>();
    for (LocalDate day = from; day.isBefore(until); day = day.plusDays(1)) {
      int first = slots.first(day);
      int count = slots.first(day.plusDays(1)) - first;
      int due = Math.clamp(sound.rows() - first, 0, count);
      byte[] codes = new byte[count];
      Arrays.fill(codes, 0, due, Quality.MEASURED.code());
      Arrays.fill(codes, due, count, Quality.MISSING.code());
      days.add(
          new CleanDay(
              day,
              CleanValues.of(sound.wh(first, count), codes),
              due,
              earlier(dataUntil, slots.start(first + count)),
              due == 0 || !rules.screening() || sound.isConfirmed(first),
              List.of()));
    }
    return List.copyOf(days);
  }

  /** Days by all the rules: what {@link #derive} must give in any case. */
  static List<CleanDay> judged(
      RawWindow window,
      Slots slots,
      LocalDate from,
      LocalDate until,
      Instant dataUntil,
      Rules rules) {
    int reported = slots.endedBy(dataUntil);
    int first = slots.first(from);
    int last = Math.min(slots.first(until), reported);
    RepairedSeries repair =
        RepairedSeries.of(
            Choice.of(window, slots),
            ClassRules.of(window.channel().kind()),
            window.channel().maxWh(),
            window.channel().registerModulusWh(),
            rules,
            first,
            Math.max(first, last));

    var days = new ArrayList<CleanDay>();
    for (LocalDate day = from; day.isBefore(until); day = day.plusDays(1)) {
      days.add(cut(slots, repair, day, reported, dataUntil, rules));
    }
    return List.copyOf(days);
  }

  private static CleanDay cut(
      Slots slots,
      RepairedSeries repair,
      LocalDate day,
      int reported,
      Instant dataUntil,
      Rules rules) {
    int first = slots.first(day);
    int count = slots.first(day.plusDays(1)) - first;
    int[] wh = new int[count];
    int[] low = new int[count];
    int[] high = new int[count];
    byte[] codes = new byte[count];
    boolean settled = true;
    for (int i = 0; i < count; i++) {
      int slot = first + i;
      Quality quality = slot < reported ? repair.quality(slot) : Quality.MISSING;
      codes[i] = quality.code();
      if (quality != Quality.MISSING) {
        wh[i] = Math.toIntExact(repair.wh(slot));
        low[i] = repair.low(slot);
        high[i] = repair.high(slot);
      }
      boolean certain =
          quality == Quality.MEASURED && (!rules.screening() || repair.isConfirmed(slot));
      settled &= certain || slot >= reported;
    }
    Instant end = slots.start(first + count);
    return new CleanDay(
        day,
        CleanValues.of(wh, codes, low, high),
        Math.clamp(reported - first, 0, count),
        earlier(dataUntil, end),
        settled,
        notes(repair, first, count));
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  /** The notes that lie in a day, cut to it. */
  private static List<Note> notes(RepairedSeries repair, int first, int count) {
    var notes = new ArrayList<Note>();
    for (Noted noted : repair.notes()) {
      int from = Math.max(noted.firstSlot(), first);
      int until = Math.min(noted.firstSlot() + noted.slots(), first + count);
      if (from < until) {
        notes.add(
            new Note(noted.rule(), from - first, until - from, noted.observed(), noted.expected()));
      }
    }
    return List.copyOf(notes);
  }
}
