package org.meterhaus.db.blocks;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.db.bytes.MalformedBytes;
import org.meterhaus.db.bytes.VarintReader;
import org.meterhaus.db.bytes.VarintWriter;

/**
 * When the values of a block were given out, if not all at once: a day that grows by an interval
 * every quarter of an hour is one row, and still knows what it said at any moment. Only what was
 * added is in here; a change of what had been given out makes a row of its own (see {@code
 * day_block_history}). Immutable.
 *
 * <p>As bytes: for each step the moment in milliseconds (zigzag, difference to the step before, the
 * first to the epoch), how far data reached in seconds (likewise), the number of runs of slots that
 * were added (varint), and for each run its first slot and its length (varints).
 *
 * @param steps in order of time, at least one
 */
public record Growth(List<Step> steps) {
  private static final int MOST_SLOTS = 86_400;

  /**
   * @param at when it was given out
   * @param dataUntil how far data reached then
   * @param added slots that had no value before
   */
  public record Step(Instant at, Instant dataUntil, List<Run> added) {
    public Step {
      added = List.copyOf(added);
    }
  }

  /** Consecutive slots. */
  public record Run(int first, int count) {}

  public Growth {
    steps = List.copyOf(steps);
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("there must be a step");
    }
  }

  /** Everything at once. */
  public static Growth atOnce(CleanValues values, Instant at, Instant dataUntil) {
    return new Growth(List.of(new Step(at, dataUntil, added(null, values))));
  }

  /** This, and then what {@code after} has more than {@code before}. */
  public Growth then(CleanValues before, CleanValues after, Instant at, Instant dataUntil) {
    var more = new ArrayList<>(steps);
    more.add(new Step(at, dataUntil, added(before, after)));
    return new Growth(more);
  }

  /** Since when the block has said anything. */
  public Instant since() {
    return steps.getFirst().at();
  }

  /**
   * What the block said at a moment.
   *
   * @param values of the block as it is
   * @param then not before {@link #since}
   * @return the same without what was added later
   */
  public CleanValues valuesAt(CleanValues values, Instant then) {
    boolean[] given = new boolean[values.size()];
    for (Step step : steps) {
      if (!step.at().isAfter(then)) {
        for (Run run : step.added()) {
          java.util.Arrays.fill(given, run.first(), run.first() + run.count(), true);
        }
      }
    }
    return values.only(given);
  }

  /** How far data reached at a moment, not before {@link #since}. */
  public Instant dataUntilAt(Instant then) {
    Instant until = steps.getFirst().dataUntil();
    for (Step step : steps) {
      if (!step.at().isAfter(then)) {
        until = step.dataUntil();
      }
    }
    return until;
  }

  private static List<Run> added(@Nullable CleanValues before, CleanValues after) {
    var runs = new ArrayList<Run>();
    int first = -1;
    for (int slot = 0; slot <= after.size(); slot++) {
      boolean isNew =
          slot < after.size()
              && after.isPresent(slot)
              && (before == null || !before.isPresent(slot));
      if (isNew && first < 0) {
        first = slot;
      } else if (!isNew && first >= 0) {
        runs.add(new Run(first, slot - first));
        first = -1;
      }
    }
    return runs;
  }

  /** Null for what was given out at once: then the row itself says when. */
  byte @Nullable [] bytes() {
    if (steps.size() == 1) {
      return null;
    }
    var out = new VarintWriter(8 * steps.size());
    long at = 0;
    long until = 0;
    for (Step step : steps) {
      out.zigzag(step.at().toEpochMilli() - at);
      at = step.at().toEpochMilli();
      out.zigzag(step.dataUntil().getEpochSecond() - until);
      until = step.dataUntil().getEpochSecond();
      out.varint(step.added().size());
      for (Run run : step.added()) {
        out.varint(run.first());
        out.varint(run.count());
      }
    }
    return out.toByteArray();
  }

  /** The opposite of {@link #bytes}, for the block they belong to. */
  static Growth of(byte @Nullable [] bytes, DayBlock block) {
    if (bytes == null) {
      return atOnce(block.values(), block.derivedAt(), block.dataUntil());
    }
    return of(bytes);
  }

  /** The opposite of {@link #bytes} where there are any. */
  static Growth of(byte[] bytes) {
    var in = new VarintReader(bytes);
    var steps = new ArrayList<Step>();
    long at = 0;
    long until = 0;
    try {
      while (in.remaining() > 0) {
        at += in.zigzag();
        until += in.zigzag();
        int count = in.varint("runs", 0, MOST_SLOTS);
        var runs = new ArrayList<Run>(count);
        for (int i = 0; i < count; i++) {
          runs.add(
              new Run(in.varint("first slot", 0, MOST_SLOTS), in.varint("slots", 1, MOST_SLOTS)));
        }
        steps.add(new Step(Instant.ofEpochMilli(at), Instant.ofEpochSecond(until), runs));
      }
    } catch (MalformedBytes e) {
      throw new IllegalStateException("the growth of a day cannot be read", e);
    }
    return new Growth(steps);
  }
}
