package org.meterhaus.dlms.security;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Shuts out who keeps failing to prove who he is, each time for longer. Pure but for the clock it
 * is given; thread-safe.
 *
 * <p>Ask {@link #isLocked} before looking at a password or proof, and answer who is locked out as
 * one answers a wrong password: then guesses made meanwhile teach nothing, not even that they were
 * not looked at. Attempts while locked out do not count, so nobody can keep another out for ever by
 * knocking.
 *
 * @param <K> who: for instance address and client port together
 */
public final class LockOut<K> {

  /**
   * How patient to be.
   *
   * @param free failures in a row before the first lock-out, 1..1000
   * @param first how long it lasts; each further failure doubles it
   * @param longest and no longer than this, at least {@code first}
   * @param forgetAfter without a failure for this long, all is forgiven; at least {@code longest}
   * @param maxEntries parties remembered at once, 1..1000000; the one that failed longest ago is
   *     forgotten for a new one
   */
  public record Rules(
      int free, Duration first, Duration longest, Duration forgetAfter, int maxEntries) {

    /** Five wrong ones, then 2 s, 4 s, .. up to 5 minutes; forgiven after an hour. */
    public static final Rules DEFAULT =
        new Rules(5, Duration.ofSeconds(2), Duration.ofMinutes(5), Duration.ofHours(1), 10_000);

    public Rules {
      if (free < 1 || free > 1000) {
        throw new IllegalArgumentException("free must be 1..1000 but was " + free);
      }
      if (!first.isPositive() || longest.compareTo(first) < 0) {
        throw new IllegalArgumentException(
            "need 0 < first <= longest but got " + first + ", " + longest);
      }
      if (forgetAfter.compareTo(longest) < 0) {
        throw new IllegalArgumentException(
            "forgetAfter must be at least " + longest + " but was " + forgetAfter);
      }
      if (maxEntries < 1 || maxEntries > 1_000_000) {
        throw new IllegalArgumentException("maxEntries must be 1..1000000 but was " + maxEntries);
      }
    }

    /** How long the lock-out after the {@code failures}-th failure in a row lasts. */
    Duration lockAfter(int failures) {
      int doublings = failures - free;
      if (doublings < 0) {
        return Duration.ZERO;
      }
      Duration lock = first;
      for (int i = 0; i < doublings && lock.compareTo(longest) < 0; i++) {
        lock = lock.multipliedBy(2);
      }
      return lock.compareTo(longest) < 0 ? lock : longest;
    }
  }

  private record Entry(int failures, Instant lockedUntil) {}

  private final Rules rules;
  private final InstantSource clock;

  /** In the order of their last failures. */
  private final LinkedHashMap<K, Entry> entries = new LinkedHashMap<>();

  public LockOut(Rules rules, InstantSource clock) {
    this.rules = rules;
    this.clock = clock;
  }

  /** Whether attempts of {@code who} must be refused unseen. */
  public synchronized boolean isLocked(K who) {
    Entry entry = entries.get(who);
    return entry != null && clock.instant().isBefore(entry.lockedUntil);
  }

  /**
   * Counts a failure, unless {@code who} is locked out.
   *
   * @return how long the lock-out that begins now lasts, zero if none does
   */
  public synchronized Duration failed(K who) {
    Instant now = clock.instant();
    Entry before = entries.get(who);
    if (before != null && now.isBefore(before.lockedUntil)) {
      return Duration.ZERO;
    }
    int failures = 1;
    if (before != null && now.isBefore(before.lockedUntil.plus(rules.forgetAfter))) {
      failures = before.failures + 1;
    }
    Duration lock = rules.lockAfter(failures);
    entries.remove(who); // to come last in the order
    if (entries.size() >= rules.maxEntries) {
      Map.Entry<K, Entry> oldest = entries.firstEntry();
      entries.remove(oldest.getKey());
    }
    entries.put(who, new Entry(failures, now.plus(lock)));
    return lock;
  }

  /** Forgives {@code who} all failures: it has proven who it is. */
  public synchronized void succeeded(K who) {
    entries.remove(who);
  }

  /** Parties remembered now. */
  synchronized int size() {
    return entries.size();
  }
}
