package org.meterhaus.processing.vee;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.meterhaus.db.blocks.Note;

/**
 * {@link UseCheck} for days in the database: a year of raw days judged by their registers alone, so
 * that what it says of a day depends on nothing further away than it asks for.
 */
final class UseNotes {
  private static final Comparator<Note> IN_ORDER =
      Comparator.comparingInt(Note::firstSlot).thenComparing(Note::rule);

  private final Map<LocalDate, List<Note>> notes = new HashMap<>();

  private UseNotes() {}

  static UseNotes of(RawWindow window, Rules rules) {
    Slots slots = Slots.of(window);
    var days = new LocalDays(slots);
    Choice choice = Choice.of(window, slots);
    ClassRules parameters = ClassRules.of(window.channel().kind());
    OffTime.settle(choice, parameters);
    choice.settle();
    StatusBits.judge(choice);
    Validation validation =
        Validation.of(
            choice,
            days,
            new BitSet(),
            window.channel().maxWh(),
            window.channel().registerModulusWh(),
            rules.withoutHistory());
    DailyUse use = DailyUse.of(days, validation);
    var told = new UseNotes();
    for (Noted noted : UseCheck.judge(days, use, parameters, 0, days.count())) {
      told.notes
          .computeIfAbsent(
              window.first().plusDays(days.day(noted.firstSlot())), _ -> new ArrayList<>())
          .add(new Note(noted.rule(), 0, noted.slots(), noted.observed(), noted.expected()));
    }
    return told;
  }

  /** A day with what is noticed of the week that it ends. */
  CleanDay over(CleanDay day) {
    List<Note> more = notes.getOrDefault(day.day(), List.of());
    if (more.isEmpty()) {
      return day;
    }
    List<Note> all = new ArrayList<>(day.notes());
    all.addAll(more);
    all.sort(IN_ORDER);
    return new CleanDay(
        day.day(), day.values(), day.due(), day.dataUntil(), day.settled(), List.copyOf(all));
  }
}
