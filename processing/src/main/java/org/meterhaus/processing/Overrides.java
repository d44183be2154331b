package org.meterhaus.processing;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.meterhaus.db.arrivals.Reading;
import org.meterhaus.db.arrivals.Source;
import org.meterhaus.db.blocks.CleanValues;
import org.meterhaus.db.blocks.DayGrid;
import org.meterhaus.db.blocks.Quality;
import org.meterhaus.processing.merge.RawDay;
import org.meterhaus.processing.merge.RawValue;

/**
 * What operators said in place of the meter. It arrives like everything else and lies in the raw
 * part of the day, so that order of arrival leaves no trace; but it is no evidence: the rules do
 * not see it, and taking it back gives exactly what they make of the evidence. Pure.
 */
final class Overrides {
  /** The newest edit of an interval holds. */
  private static final Comparator<RawValue> NEWEST =
      Comparator.comparing(RawValue::receivedAt).thenComparing(RawValue::source);

  private Overrides() {}

  static boolean isOne(RawValue value) {
    return value.source().kind() == Source.Kind.OPERATOR;
  }

  /** The day without them. */
  static RawDay without(RawDay day) {
    return hasOne(day)
        ? new RawDay(day.values().stream().filter(value -> !isOne(value)).toList())
        : day;
  }

  private static boolean hasOne(RawDay day) {
    for (Source source : day.values().sources()) {
      if (source.kind() == Source.Kind.OPERATOR) {
        return true;
      }
    }
    return false;
  }

  /**
   * The values with those overrides in place that have not been taken back.
   *
   * @param due slots from this one on are still to come, and have no override
   */
  static CleanValues over(CleanValues values, int due, RawDay day, DayGrid grid) {
    if (!hasOne(day)) {
      return values;
    }
    List<RawValue> said = day.values().stream().filter(Overrides::isOne).toList();
    record At(Source edit, Instant end) {}
    Set<At> revoked = new HashSet<>();
    for (RawValue value : said) {
      if (value.reading().status() == Reading.REVOKED) {
        revoked.add(new At(value.source(), value.reading().end()));
      }
    }
    Map<Integer, RawValue> holding = new TreeMap<>();
    for (RawValue value : said) {
      OptionalInt slot = grid.slotEnding(value.reading().end());
      boolean holds =
          value.reading().energyWh().isPresent()
              && !revoked.contains(new At(value.source(), value.reading().end()));
      if (holds && slot.isPresent() && slot.getAsInt() < due) {
        holding.merge(
            slot.getAsInt(), value, (one, other) -> NEWEST.compare(one, other) < 0 ? other : one);
      }
    }
    Map<Integer, Integer> wh = new TreeMap<>();
    holding.forEach((slot, value) -> wh.put(slot, value.reading().energyWh().orElseThrow()));
    return wh.isEmpty() ? values : values.with(wh, Quality.EDITED);
  }
}
