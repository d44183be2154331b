package org.meterhaus.dissemination.customer;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.meterhaus.dissemination.access.Refusal;
import org.meterhaus.dissemination.access.RefusedException;

/**
 * Token buckets by key: {@code burst} attempts at once, then one more every {@code refill}. Knows
 * the 10,000 keys that were used last. Thread-safe; for one process: several front processes each
 * count for themselves.
 */
final class Attempts {
  private static final int MAX_KEYS = 10_000;

  private final InstantSource clock;
  private final int burst;
  private final Duration refill;

  /** When the bucket of a key will be full again; a key that is not there has a full one. */
  private final Map<String, Instant> fullAt =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
          return size() > MAX_KEYS;
        }
      };

  Attempts(InstantSource clock, int burst, Duration refill) {
    this.clock = clock;
    this.burst = burst;
    this.refill = refill;
  }

  /**
   * Uses one attempt up.
   *
   * @throws RefusedException rate-limited
   */
  synchronized void take(String key) {
    Instant now = clock.instant();
    Instant full = fullAt.getOrDefault(key, now);
    Instant next = (full.isBefore(now) ? now : full).plus(refill);
    Duration over = Duration.between(now.plus(refill.multipliedBy(burst)), next);
    if (over.isPositive()) {
      throw new RefusedException(new Refusal.RateLimited(over));
    }
    fullAt.put(key, next);
  }

  /** Gives one attempt back, because it was a good one. */
  synchronized void giveBack(String key) {
    fullAt.computeIfPresent(key, (_, full) -> full.minus(refill));
  }
}
