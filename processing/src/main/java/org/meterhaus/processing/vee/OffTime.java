package org.meterhaus.processing.vee;

import static org.meterhaus.processing.vee.Choice.NONE;

import java.util.ArrayList;
import java.util.List;
import org.meterhaus.db.blocks.ValidationRule;

/**
 * Rows whose time is not the end of an interval. A few seconds are put down to the meter's clock:
 * such a row counts where no row came on time. The others are set aside, and said so.
 */
final class OffTime {
  /**
   * A meter's row off the grid.
   *
   * @param seconds after the start of the series
   * @param wh and {@code level}: {@link Choice#NONE} where there is none
   * @param receivedAt milliseconds since the epoch
   */
  record Row(long seconds, int status, long wh, long level, long receivedAt) {}

  private OffTime() {}

  /** Puts rows to their times in a choice that has all rows that came on time. */
  static List<Noted> settle(Choice choice, ClassRules rules) {
    List<Row> rows = choice.offGrid();
    if (rows.isEmpty()) {
      return List.of();
    }
    int intervalS = choice.slots().intervalS();
    int tolerance = rules.toleranceS(intervalS);
    List<Noted> notes = new ArrayList<>();
    List<Runnable> offers = new ArrayList<>();
    for (Row row : rows) {
      long late = TimeTolerance.late(row.seconds(), intervalS);
      int boundary = (int) ((row.seconds() - late) / intervalS);
      if (Math.abs(late) > tolerance) {
        int slot = (int) (row.seconds() / intervalS);
        notes.add(new Noted(ValidationRule.OFF_GRID, slot, 1, late, 0));
        continue;
      }
      // decided before any is offered, so that none stands in another's way
      boolean energy = row.wh() != NONE && boundary > 0 && !choice.anyEnergy(boundary - 1);
      boolean register = row.level() != NONE && choice.registersAt(boundary).length == 0;
      if (energy || register) {
        offers.add(() -> {
          choice.offer(
              boundary, energy ? row.wh() : NONE, register ? row.level() : NONE, row.receivedAt());
          choice.addStatus(boundary, row.status());
        });
        if (boundary > 0) {
          notes.add(new Noted(ValidationRule.OFF_TIME, boundary - 1, 1, late, 0));
        }
      }
    }
    offers.forEach(Runnable::run);
    return runs(notes);
  }

  /** A clock that is off by as much for hours is told once. */
  private static List<Noted> runs(List<Noted> notes) {
    notes.sort(Noted.IN_ORDER);
    List<Noted> runs = new ArrayList<>();
    for (Noted note : notes) {
      Noted last = runs.isEmpty() ? null : runs.getLast();
      if (last != null && last.rule() == note.rule() && last.observed() == note.observed()) {
        int end = last.firstSlot() + last.slots();
        if (note.firstSlot() < end) {
          continue;
        }
        if (note.firstSlot() == end) {
          runs.removeLast();
          runs.add(new Noted(last.rule(), last.firstSlot(), last.slots() + 1, last.observed(), 0));
          continue;
        }
      }
      runs.add(note);
    }
    return runs;
  }
}
