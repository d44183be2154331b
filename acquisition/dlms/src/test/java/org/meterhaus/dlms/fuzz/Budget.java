package org.meterhaus.dlms.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * What taking octets may allocate: a constant for each message and {@value #FACTOR} octets for each
 * of its octets. Garbage counts too, so this bounds from above what is held at once. One run of one
 * target, on one thread.
 */
public final class Budget {

  /** Octets for each octet of a message. */
  public static final int FACTOR = 10;

  /** A message allocated more than it accounts for. */
  static final class Exceeded extends AssertionError {
    private static final long serialVersionUID = 1L;

    Exceeded(long allocated, int octets) {
      super("allocated %d octets for a message of %d".formatted(allocated, octets));
    }
  }

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final long constant;
  private final int factor;
  private int octets;
  private long begun = -1;
  private long most;

  /**
   * For one run.
   *
   * @param constant octets for each message, whatever its size
   * @param factor octets for each octet of a message
   */
  Budget(long constant, int factor) {
    this.constant = constant;
    this.factor = factor;
  }

  /**
   * A message is about to be taken; the one before it has been.
   *
   * @param size its octets
   */
  public void message(int size) {
    settle();
    octets = size;
    begun = THREADS.getCurrentThreadAllocatedBytes();
  }

  /** The message has been taken; what is allocated from here on is not on its account. */
  public void settle() {
    if (begun < 0) {
      return;
    }
    long allocated = THREADS.getCurrentThreadAllocatedBytes() - begun;
    begun = -1;
    most = Math.max(most, allocated - (long) factor * octets);
    if (allocated > constant + (long) factor * octets) {
      throw new Exceeded(allocated, octets);
    }
  }

  /** Most that a message has used of the constant. */
  long most() {
    return most;
  }
}
