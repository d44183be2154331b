package org.meterhaus.push;

import java.time.Duration;

/**
 * How the sender works.
 *
 * @param concurrency messages that are on their way at the same time, 1..1000
 * @param poll how long a lost notification can delay a message, more than zero
 * @param lease how long a delivery belongs to the sender that took it; longer than the channel's
 *     own time limit, or a message may be sent twice
 */
public record PushSenderConfig(int concurrency, Duration poll, Duration lease, BackOff backOff) {

  /** For one project of FCM's. */
  public static final PushSenderConfig STANDARD =
      new PushSenderConfig(
          8,
          Duration.ofSeconds(15),
          Duration.ofMinutes(2),
          new BackOff(Duration.ofSeconds(1), Duration.ofMinutes(10), 12));

  public PushSenderConfig {
    if (concurrency < 1 || concurrency > 1000) {
      throw new IllegalArgumentException("concurrency must be 1..1000 but was " + concurrency);
    }
    if (!poll.isPositive()) {
      throw new IllegalArgumentException("poll must be positive but was " + poll);
    }
    if (!lease.isPositive()) {
      throw new IllegalArgumentException("lease must be positive but was " + lease);
    }
  }
}
