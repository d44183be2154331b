package org.meterhaus.processing.merge;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Every value received for a day: repetitions once, conflicts all. Immutable. Merging is
 * commutative, associative and idempotent, so the same deliveries in any order and any number make
 * equal days, byte for byte in {@link RawDayCodec}.
 *
 * @param values in the order of {@link RawValue}
 */
public record RawDay(List<RawValue> values) {

  /** Nothing received. */
  public static final RawDay EMPTY = new RawDay(List.of());

  public RawDay {
    values = List.copyOf(values);
    for (int i = 1; i < values.size(); i++) {
      if (RawValue.SAME.compare(values.get(i - 1), values.get(i)) >= 0) {
        throw new IllegalArgumentException(
            "values must be in order and without repetition but had %s before %s"
                .formatted(values.get(i - 1), values.get(i)));
      }
    }
  }

  /** This day with what came in addition; this very object if that is nothing new. */
  public RawDay with(Collection<RawValue> more) {
    if (values.isEmpty() && isInOrder(more)) {
      return new RawDay(List.copyOf(more));
    }
    var all = new ArrayList<RawValue>(values.size() + more.size());
    all.addAll(values);
    all.addAll(more);
    all.sort(null);
    var merged = new ArrayList<RawValue>(all.size());
    for (RawValue value : all) {
      // sorted by time of receipt last: of equal reports the first is the earliest
      if (merged.isEmpty() || RawValue.SAME.compare(merged.getLast(), value) != 0) {
        merged.add(value);
      }
    }
    return merged.equals(values) ? this : new RawDay(merged);
  }

  private static boolean isInOrder(Collection<RawValue> values) {
    @Nullable RawValue before = null;
    for (RawValue value : values) {
      if (before != null && RawValue.SAME.compare(before, value) >= 0) {
        return false;
      }
      before = value;
    }
    return true;
  }

  public boolean isEmpty() {
    return values.isEmpty();
  }
}
