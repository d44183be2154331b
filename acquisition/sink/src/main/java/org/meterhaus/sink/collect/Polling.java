package org.meterhaus.sink.collect;

import java.time.Duration;

/**
 * How meters are polled.
 *
 * @param every pause between two polls of a meter, more than zero
 * @param longestPause bound of the pauses, which double while a meter does not answer; {@code
 *     every} or more
 * @param overlap how far before the newest row it reads again, for rows that come late; zero or
 *     more
 * @param slice most time asked for in one request, more than zero
 * @param history how far back a first read goes if the meter does not tell where its profile begins
 * @param atOnce meters polled at the same time, 1 or more
 * @param answerWithin wait for a connection, and for each answer, more than zero
 */
public record Polling(
    Duration every,
    Duration longestPause,
    Duration overlap,
    Duration slice,
    Duration history,
    int atOnce,
    Duration answerWithin) {
  /** Every 20 s (2 min at most), 6 h overlap, a week a request, ten weeks back, 8 at once, 5 s. */
  public static final Polling DEFAULT =
      new Polling(
          Duration.ofSeconds(20),
          Duration.ofMinutes(2),
          Duration.ofHours(6),
          Duration.ofDays(7),
          Duration.ofDays(70),
          8,
          Duration.ofSeconds(5));

  public Polling {
    require(every.isPositive(), "every must be positive but was " + every);
    require(
        longestPause.compareTo(every) >= 0,
        "longestPause must be %s or more but was %s".formatted(every, longestPause));
    require(!overlap.isNegative(), "overlap must not be negative but was " + overlap);
    require(slice.isPositive(), "slice must be positive but was " + slice);
    require(history.isPositive(), "history must be positive but was " + history);
    require(atOnce >= 1, "atOnce must be 1 or more but was " + atOnce);
    require(answerWithin.isPositive(), "answerWithin must be positive but was " + answerWithin);
  }

  /** The same with another pause. */
  public Polling withEvery(Duration pause) {
    Duration longest = longestPause.compareTo(pause) >= 0 ? longestPause : pause;
    return new Polling(pause, longest, overlap, slice, history, atOnce, answerWithin);
  }

  /** The pause after so many polls without an answer, 0 or more. */
  Duration pauseAfter(int failures) {
    Duration doubled = every.multipliedBy(1L << Math.min(failures, 20));
    return doubled.compareTo(longestPause) > 0 ? longestPause : doubled;
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
