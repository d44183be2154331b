package org.meterhaus.dlms.security;

import org.meterhaus.dlms.Bytes;

/**
 * Remembers which transactions of one peer were seen, where a message has a key of its own or is
 * only signed, so that no invocation counter is sure to grow. Thread-safe.
 *
 * <p>A transaction's id is read as a number. As with a {@link ReplayWindow} each is taken once and
 * may be a little late; within the newest transaction the invocation counter has to grow, so that a
 * peer may also keep to one transaction and count.
 */
public final class TransactionOrder {

  private final ReplayWindow window = new ReplayWindow();
  private long newest = -1;
  private long counter = -1;

  /**
   * Takes a message if it is new. Call it only once the message was found authentic.
   *
   * @param transaction id, read as an unsigned number: leading zeros do not count, empty is 0
   * @param messageCounter its invocation counter, 0 if it has none
   * @return false if it was seen before, is too old to tell, or its number has more than 63 bits
   */
  public synchronized boolean take(Bytes transaction, long messageCounter) {
    long number = number(transaction);
    if (number < 0) {
      return false;
    }
    if (number == newest) {
      boolean later = messageCounter > counter;
      counter = Math.max(counter, messageCounter);
      return later;
    }
    if (!window.take(number)) {
      return false;
    }
    if (number > newest) {
      newest = number;
      counter = messageCounter;
    }
    return true;
  }

  /** The smallest transaction that is certain to be taken. */
  public synchronized long expected() {
    return newest + 1;
  }

  private static long number(Bytes transaction) {
    long number = 0;
    for (int i = 0; i < transaction.size(); i++) {
      if (number >>> (Long.SIZE - 1 - Byte.SIZE) != 0) {
        return -1;
      }
      number = number << Byte.SIZE | transaction.at(i);
    }
    return number;
  }
}
