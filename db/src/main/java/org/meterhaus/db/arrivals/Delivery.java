package org.meterhaus.db.arrivals;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * What one source handed over for one channel at one time.
 *
 * @param channelId key of the channel
 * @param partition of the channel's meter, see {@link Partitions#of}
 * @param receivedAt when we got it; kept to the millisecond
 * @param readings in the order they came, 1..{@value #MOST_READINGS}
 */
public record Delivery(
    long channelId, int partition, Source source, Instant receivedAt, Readings readings) {
  public static final int MOST_READINGS = 10_000;

  public Delivery {
    if (partition < 0 || partition >= Partitions.COUNT) {
      throw new IllegalArgumentException("partition must be 0..191 but was " + partition);
    }
    receivedAt = receivedAt.truncatedTo(ChronoUnit.MILLIS);
    if (readings.isEmpty() || readings.size() > MOST_READINGS) {
      throw new IllegalArgumentException(
          "a delivery must have 1..%d readings but had %d"
              .formatted(MOST_READINGS, readings.size()));
    }
  }

  public Delivery(
      long channelId, int partition, Source source, Instant receivedAt, List<Reading> readings) {
    this(channelId, partition, source, receivedAt, Readings.copyOf(readings));
  }
}
