package org.meterhaus.processing.vee;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.meterhaus.db.blocks.Quality;

/**
 * One value for each interval of a series, and how it came to be. The processor and the files of
 * {@code meterhaus repair} get here the same way: move what a wrong clock displaced, settle
 * conflicts, validate, estimate.
 */
public final class RepairedSeries {
  private final Estimation estimation;
  private final LocalDays days;
  private final Validation validation;
  private final List<Noted> notes;

  private RepairedSeries(
      Estimation estimation, LocalDays days, Validation validation, List<Noted> notes) {
    this.estimation = estimation;
    this.days = days;
    this.validation = validation;
    this.notes = notes;
  }

  /**
   * @param choice everything received, not yet settled
   * @param parameters of the channel's class
   * @param from first slot whose value is wanted
   * @param until slot after the last whose value is wanted
   */
  static RepairedSeries of(
      Choice choice,
      ClassRules parameters,
      OptionalInt maxWh,
      OptionalLong modulus,
      Rules rules,
      int from,
      int until) {
    Slots slots = choice.slots();
    var days = new LocalDays(slots);
    List<Noted> notes = new ArrayList<>(OffTime.settle(choice, parameters));
    ClockShift shift =
        rules.clockShift() ? ClockShift.correct(choice, maxWh) : ClockShift.none(choice);
    choice.settle();
    notes.addAll(shift.notes());
    notes.addAll(StatusBits.judge(choice));
    Validation validation = Validation.of(choice, days, shift.moved(), maxWh, modulus, rules);
    notes.addAll(PowerCheck.judge(choice, validation, rules));
    if (rules.screening()) {
      UnitChange unit =
          UnitChange.find(days, choice, validation, from, until, rules.aheadDays() > 0);
      notes.addAll(unit.notes());
      notes.addAll(Screening.screen(days, validation, choice.status(), unit.changed()));
    }
    Estimation estimation =
        Estimation.of(slots, days, rules, parameters, choice, validation, from, until);
    notes.addAll(choice.notes());
    notes.addAll(validation.notes());
    notes.sort(Noted.IN_ORDER);
    return new RepairedSeries(estimation, days, validation, List.copyOf(notes));
  }

  /** The same, with what the weeks of the whole series look like beside its history. */
  RepairedSeries withUse(ClassRules parameters) {
    DailyUse use = DailyUse.of(days, validation);
    List<Noted> more = UseCheck.judge(days, use, parameters, 0, days.count());
    if (more.isEmpty()) {
      return this;
    }
    List<Noted> all = new ArrayList<>(notes);
    all.addAll(more);
    all.sort(Noted.IN_ORDER);
    return new RepairedSeries(estimation, days, validation, List.copyOf(all));
  }

  /** Wh of an interval; meaningless where its quality is {@link Quality#MISSING}. */
  public long wh(int slot) {
    return estimation.wh(slot);
  }

  public Quality quality(int slot) {
    return estimation.quality(slot);
  }

  /** Wh that the true value of an estimate exceeds in 9 of 10 cases. */
  public int low(int slot) {
    return estimation.low(slot);
  }

  /** Wh that the true value of an estimate stays below in 9 of 10 cases. */
  public int high(int slot) {
    return estimation.high(slot);
  }

  /** What the rules noticed, in order of interval. */
  public List<Noted> notes() {
    return notes;
  }

  /** Whether an interval lies between two registers that hold. */
  boolean isConfirmed(int slot) {
    return validation.confirmed().get(slot);
  }
}
