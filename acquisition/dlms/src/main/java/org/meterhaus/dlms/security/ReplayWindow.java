package org.meterhaus.dlms.security;

/**
 * Remembers which invocation counters of one peer were seen. Thread-safe.
 *
 * <p>A peer may use one counter over several connections at once, so numbers can arrive out of
 * order; each is taken once, and none that lies more than {@link #WIDTH} behind the largest (the
 * sliding window of RFC 4303, section 3.4.3).
 */
public final class ReplayWindow {

  /** How far behind the largest number one may arrive. */
  public static final int WIDTH = 1024;

  private final long[] seen = new long[WIDTH / Long.SIZE];
  private long largest = -1;

  /**
   * Takes a number if it is new. Call it only once the tag of the message was found right: a forged
   * number must not push real ones out of the window.
   *
   * @param counter 0..2^32-1
   * @return false if it was seen before or is too old to tell
   */
  public synchronized boolean take(long counter) {
    if (counter > largest) {
      forget(counter);
      largest = counter;
    } else if (largest - counter >= WIDTH || (seen[word(counter)] & bit(counter)) != 0) {
      return false;
    }
    seen[word(counter)] |= bit(counter);
    return true;
  }

  /** The smallest number that is certain to be taken, 0..2^32. */
  public synchronized long expected() {
    return largest + 1;
  }

  /** Clears the places of the numbers between the largest so far and the new largest. */
  private void forget(long newLargest) {
    long from = Math.max(largest + 1, newLargest - WIDTH + 1);
    for (long counter = from; counter <= newLargest; counter++) {
      seen[word(counter)] &= ~bit(counter);
    }
  }

  private static int word(long counter) {
    return (int) (counter % WIDTH) / Long.SIZE;
  }

  private static long bit(long counter) {
    return 1L << (counter % Long.SIZE);
  }
}
