package org.meterhaus.processing.vee;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
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
        dataUntil.isBefore(end) ? dataUntil : end,
        settled,
        notes(repair, first, count));
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
