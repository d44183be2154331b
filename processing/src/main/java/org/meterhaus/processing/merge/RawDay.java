package org.meterhaus.processing.merge;

import java.util.ArrayList;
import java.util.List;

/**
 * Every value received for a day: repetitions once, conflicts all. Immutable. Merging is
 * commutative, associative and idempotent, so the same deliveries in any order and any number make
 * equal days, byte for byte in {@link RawDayCodec}.
 *
 * @param values in the order of {@link RawValue}
 */
public record RawDay(RawValues values) {

  /** Nothing received. */
  public static final RawDay EMPTY = new RawDay(RawValues.NONE);

  public RawDay {
    if (!values.isInOrder()) {
      throw new IllegalArgumentException(
          "values must be in order and without repetition but were " + values);
    }
  }

  public RawDay(List<RawValue> values) {
    this(RawValues.copyOf(values));
  }

  /** This day with what came in addition; this very object if that is nothing new. */
  public RawDay with(List<RawValue> more) {
    RawValues added = RawValues.copyOf(more);
    if (values.isEmpty() && added.isInOrder()) {
      return new RawDay(added);
    }
    var all = new ArrayList<RawValue>(values.size() + added.size());
    all.addAll(values);
    all.addAll(added);
    all.sort(null);
    var merged = new ArrayList<RawValue>(all.size());
    for (RawValue value : all) {
      // sorted by time of receipt last: of equal reports the first is the earliest
      if (merged.isEmpty() || RawValue.SAME.compare(merged.getLast(), value) != 0) {
        merged.add(value);
      }
    }
    RawValues together = RawValues.copyOf(merged);
    return together.equals(values) ? this : new RawDay(together);
  }

  public boolean isEmpty() {
    return values.isEmpty();
  }
}
