package org.meterhaus.soap.security;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.PriorityQueue;
import java.util.Set;

/**
 * Remembers the nonces of the last few minutes, so that a message that was overheard cannot be sent
 * again. Thread-safe; in memory, so each server process remembers its own.
 *
 * <p>Only messages with a good password are remembered: a stranger cannot fill the memory.
 *
 * @see "WS-Security UsernameToken Profile 1.1.1, section 3.1"
 */
public final class ReplayGuard {

  /**
   * @param window for how long after its creation a message is taken, more than zero
   * @param skew how far the peer's clock may run ahead of ours, zero or more
   * @param maxNonces that are remembered at once, 1..10,000,000
   */
  public record Settings(Duration window, Duration skew, int maxNonces) {

    /** Five minutes, as the profile recommends. */
    public static final Settings DEFAULT =
        new Settings(Duration.ofMinutes(5), Duration.ofMinutes(1), 100_000);

    public Settings {
      if (!window.isPositive()) {
        throw new IllegalArgumentException("window must be positive but was " + window);
      }
      if (skew.isNegative()) {
        throw new IllegalArgumentException("skew must not be negative but was " + skew);
      }
      if (maxNonces < 1 || maxNonces > 10_000_000) {
        throw new IllegalArgumentException("maxNonces must be 1..10000000 but was " + maxNonces);
      }
    }
  }

  /** Whether a nonce may be used. */
  public enum Use {
    FIRST,
    REPEATED,
    /** No room to remember it, so it cannot be promised that it is not repeated later. */
    FULL
  }

  private record Nonce(String username, String text) {}

  private record Seen(Instant forgetAt, Nonce nonce) implements Comparable<Seen> {
    @Override
    public int compareTo(Seen other) {
      return forgetAt.compareTo(other.forgetAt);
    }
  }

  private final Settings settings;
  private final InstantSource clock;
  private final Set<Nonce> nonces = new HashSet<>();
  private final PriorityQueue<Seen> byAge = new PriorityQueue<>();

  public ReplayGuard(Settings settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /** Whether a message of that time is neither too old nor from the future. */
  public boolean isFresh(Instant created) {
    var now = clock.instant();
    return !created.isBefore(now.minus(settings.window()))
        && !created.isAfter(now.plus(settings.skew()));
  }

  /**
   * Remembers the nonce until its message is too old anyway.
   *
   * @param created fresh, see {@link #isFresh}
   */
  public synchronized Use use(String username, String text, Instant created) {
    var now = clock.instant();
    for (var oldest = byAge.peek();
        oldest != null && oldest.forgetAt().isBefore(now);
        oldest = byAge.peek()) {
      nonces.remove(oldest.nonce());
      byAge.remove();
    }
    var nonce = new Nonce(username, text);
    if (nonces.contains(nonce)) {
      return Use.REPEATED;
    }
    if (nonces.size() >= settings.maxNonces()) {
      return Use.FULL;
    }
    nonces.add(nonce);
    byAge.add(new Seen(created.plus(settings.window()), nonce));
    return Use.FIRST;
  }
}
