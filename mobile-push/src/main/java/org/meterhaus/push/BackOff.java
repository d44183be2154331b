package org.meterhaus.push;

import java.time.Duration;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * When to ask again: twice as long after every attempt, spread so that many do not come back at
 * once, and never before the provider wants. Pure but for the generator.
 *
 * @param first wait after the first attempt, more than zero
 * @param longest wait of our own choosing, at least {@code first}; a provider may ask for more, up
 *     to a day
 * @param maxAttempts after which a message is given up, at least 1
 */
public record BackOff(Duration first, Duration longest, int maxAttempts) {

  private static final Duration MAX_RETRY_AFTER = Duration.ofDays(1);

  public BackOff {
    if (!first.isPositive()) {
      throw new IllegalArgumentException("first must be positive but was " + first);
    }
    if (longest.compareTo(first) < 0) {
      throw new IllegalArgumentException("longest must be at least " + first + ": " + longest);
    }
    if (maxAttempts < 1) {
      throw new IllegalArgumentException("maxAttempts must be at least 1 but was " + maxAttempts);
    }
  }

  /**
   * How long to wait after the given attempt.
   *
   * @param attempt 1 for the first
   * @param retryAfter the provider's wish, null if it had none
   * @return half to the whole of the doubled wait; with a wish, that wish and up to a tenth more
   */
  public Duration after(int attempt, @Nullable Duration retryAfter, RandomGenerator random) {
    if (retryAfter != null) {
      Duration wish = retryAfter.compareTo(MAX_RETRY_AFTER) > 0 ? MAX_RETRY_AFTER : retryAfter;
      return wish.plusMillis(random.nextLong(wish.toMillis() / 10 + 1));
    }
    Duration doubled = first.multipliedBy(1L << Math.min(attempt - 1, 30));
    long millis = Math.max(1, (doubled.compareTo(longest) > 0 ? longest : doubled).toMillis());
    return Duration.ofMillis(millis - random.nextLong(millis / 2 + 1));
  }
}
