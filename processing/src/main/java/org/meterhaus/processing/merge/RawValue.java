package org.meterhaus.processing.merge;

import java.time.Instant;
import java.util.Comparator;
import org.meterhaus.db.arrivals.Reading;
import org.meterhaus.db.arrivals.Source;

/**
 * A reading as somebody reported it. Two reports are the same if reading and source are; the
 * earlier receipt is then the one that counts.
 *
 * @param receivedAt when it came first, whole milliseconds
 */
public record RawValue(Reading reading, Source source, Instant receivedAt)
    implements Comparable<RawValue> {

  /** By reading and source, whatever the time of receipt. */
  static final Comparator<RawValue> SAME = RawValue::compare;

  private static final Comparator<RawValue> SAME_END =
      Comparator.comparing(RawValue::source)
          .thenComparingLong(value -> value.reading().registerWh().orElse(-1))
          .thenComparing(value -> value.reading().energyWh().isPresent())
          .thenComparingInt(value -> value.reading().energyWh().orElse(0))
          .thenComparingInt(value -> value.reading().status());

  private static final Comparator<RawValue> ORDER = SAME.thenComparing(RawValue::receivedAt);

  /** Few values have an end in common. */
  private static int compare(RawValue one, RawValue other) {
    int byEnd = one.reading().end().compareTo(other.reading().end());
    return byEnd != 0 ? byEnd : SAME_END.compare(one, other);
  }

  @Override
  public int compareTo(RawValue other) {
    int byEnd = reading.end().compareTo(other.reading.end());
    return byEnd != 0 ? byEnd : ORDER.compare(this, other);
  }
}
