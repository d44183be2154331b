package org.meterhaus.sink.journal;

import java.time.Duration;

/**
 * How the journal keeps its records.
 *
 * @param segmentBytes a new file is begun when one reaches this, 1024 bytes..1 GiB
 * @param keepAtLeast acknowledged records stay this long, zero or more
 * @param retryAfter pause between two looks whether a full disk has room again, more than zero
 */
public record JournalConfig(int segmentBytes, Duration keepAtLeast, Duration retryAfter) {
  /** 8 MiB a file, a week, every 5 s. */
  public static final JournalConfig DEFAULT =
      new JournalConfig(8 << 20, Duration.ofDays(7), Duration.ofSeconds(5));

  private static final int LEAST = 1024;
  private static final int MOST = 1 << 30;

  public JournalConfig {
    if (segmentBytes < LEAST || segmentBytes > MOST) {
      throw new IllegalArgumentException(
          "segmentBytes must be %d..%d but was %d".formatted(LEAST, MOST, segmentBytes));
    }
    if (keepAtLeast.isNegative()) {
      throw new IllegalArgumentException("keepAtLeast must not be negative but was " + keepAtLeast);
    }
    if (!retryAfter.isPositive()) {
      throw new IllegalArgumentException("retryAfter must be positive but was " + retryAfter);
    }
  }
}
