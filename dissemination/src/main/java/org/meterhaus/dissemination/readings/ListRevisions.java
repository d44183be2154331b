package org.meterhaus.dissemination.readings;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.meterhaus.db.blocks.CleanValues;
import org.meterhaus.db.blocks.DayGrid;
import org.meterhaus.db.blocks.Revisions;
import org.meterhaus.db.blocks.Revisions.Revision;
import org.meterhaus.db.customers.Stay;
import org.meterhaus.dissemination.access.Caller;
import org.meterhaus.dissemination.access.Gate;
import org.meterhaus.dissemination.time.Interval;

/** What changed after it had been given out: when, why, from what to what. Thread-safe. */
public final class ListRevisions {
  private final Gate gate;

  public ListRevisions(Gate gate) {
    this.gate = gate;
  }

  /**
   * One interval of a correction.
   *
   * @param oldWh null where there was no value
   */
  public record Change(
      Instant start,
      @Nullable Integer oldWh,
      ValueQuality oldQuality,
      @Nullable Integer newWh,
      ValueQuality newQuality) {}

  /**
   * One correction of a day.
   *
   * @param at from when on the new values were given out
   * @param cause such as {@code late-arrival}
   * @param text what happened, in a sentence
   * @param rules name of the rule set
   * @param changes oldest first, at least one
   */
  public record Correction(
      LocalDate day, Instant at, String cause, String text, String rules, List<Change> changes) {}

  /** Corrections of an interval, by day, oldest first. */
  public record Answer(
      String usagePoint, Interval interval, ZoneId zone, List<Correction> corrections) {}

  /**
   * @throws org.meterhaus.dissemination.access.RefusedException not-found, invalid-interval
   */
  public Answer ofUsagePoint(Caller caller, String usagePointId, String interval) {
    return gate.readAudited(
        caller,
        "readings.revisions",
        "usage-point:" + usagePointId,
        scope -> {
          var question = Question.aboutUsagePoint(scope, usagePointId, interval);
          ZoneId zone = question.zone();
          LocalDate first = question.interval().start().atZone(zone).toLocalDate();
          LocalDate after =
              question.interval().end().minusNanos(1).atZone(zone).toLocalDate().plusDays(1);
          var corrections = new ArrayList<Correction>();
          new Revisions(scope.session())
              .of(question.channel().id(), first, after)
              .values()
              .forEach(revisions -> corrections.addAll(corrections(question, revisions)));
          return new Answer(question.id(), question.interval(), zone, List.copyOf(corrections));
        });
  }

  private static List<Correction> corrections(Question question, List<Revision> revisions) {
    var corrections = new ArrayList<Correction>();
    for (int i = 1; i < revisions.size(); i++) {
      Revision next = revisions.get(i);
      Instant at = next.growth().since();
      List<Change> changes =
          changes(
              question,
              next.block().day(),
              revisions.get(i - 1).block().values(),
              next.growth().valuesAt(next.block().values(), at));
      if (!changes.isEmpty()) {
        var origin = next.block().origin();
        corrections.add(
            new Correction(
                next.block().day(),
                at,
                origin.cause().wire(),
                origin.cause().sentence(),
                origin.rules(),
                changes));
      }
    }
    return corrections;
  }

  /** Of the intervals that were asked for and are the caller's own. */
  private static List<Change> changes(
      Question question, LocalDate day, CleanValues before, CleanValues after) {
    var grid =
        new DayGrid(
            day, question.zone(), Math.toIntExact(question.channel().interval().toSeconds()));
    var changes = new ArrayList<Change>();
    for (int slot = 0; slot < Math.min(before.size(), after.size()); slot++) {
      boolean same =
          before.quality(slot) == after.quality(slot) && before.wh(slot).equals(after.wh(slot));
      Instant start = grid.start(slot);
      Instant end = grid.end(slot);
      if (!same && question.interval().covers(start, end) && isHeld(question.stays(), start, end)) {
        changes.add(
            new Change(
                start,
                orNull(before.wh(slot)),
                Slots.qualityOf(before.quality(slot).code()),
                orNull(after.wh(slot)),
                Slots.qualityOf(after.quality(slot).code())));
      }
    }
    return List.copyOf(changes);
  }

  private static boolean isHeld(List<Stay> stays, Instant start, Instant end) {
    return stays.stream().anyMatch(stay -> stay.covers(start, end));
  }

  private static @Nullable Integer orNull(OptionalInt value) {
    return value.isPresent() ? value.getAsInt() : null;
  }
}
