package org.meterhaus.dlms.client;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How a {@link DlmsClient} goes on after its connection was lost: so many tries, each after twice
 * the pause of the one before. A part of each pause is left to chance, so that clients which lost
 * their meters together do not come back together.
 *
 * @param attempts tries after a failure, 0..1000; 0 = the client is of no use any more
 * @param first pause before the first of them, more than zero
 * @param longest and no longer than this, at least {@code first}
 */
public record Reconnection(int attempts, Duration first, Duration longest) {

  /** Once lost, it is lost. */
  public static final Reconnection NONE =
      new Reconnection(0, Duration.ofSeconds(1), Duration.ofSeconds(1));

  /** Eight times in about a minute and a half: after 0.5 s, 1 s, .. up to 30 s. */
  public static final Reconnection PATIENT =
      new Reconnection(8, Duration.ofMillis(500), Duration.ofSeconds(30));

  public Reconnection {
    if (attempts < 0 || attempts > 1000) {
      throw new IllegalArgumentException("attempts must be 0..1000 but was " + attempts);
    }
    if (!first.isPositive() || longest.compareTo(first) < 0) {
      throw new IllegalArgumentException(
          "need 0 < first <= longest but got " + first + ", " + longest);
    }
  }

  /**
   * How long to wait before the next try: between half and the whole of what it is due.
   *
   * @param failures in a row, 1..
   */
  Duration pause(int failures, RandomGenerator random) {
    Duration due = first;
    for (int i = 1; i < failures && due.compareTo(longest) < 0; i++) {
      due = due.multipliedBy(2);
    }
    long nanos = (due.compareTo(longest) < 0 ? due : longest).toNanos();
    return Duration.ofNanos(nanos - random.nextLong(nanos / 2 + 1));
  }
}
