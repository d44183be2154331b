package org.meterhaus.dlms.security;

import org.meterhaus.dlms.MeterException.SecurityRefused;

/**
 * Gives out the numbers that, with the system title, make the nonces of AES-GCM. Thread-safe.
 *
 * <p>One counter belongs to one (system title, encryption key). Many titles may share a counter:
 * each then sees gaps, which the standard allows, and never a number twice.
 */
public interface InvocationCounter {

  /** Largest number there is; when it is used up the key has to be changed. */
  long MAX = 0xFFFF_FFFFL;

  /**
   * A number larger than every one given out before, by this object or by any earlier one of the
   * same name, even if the machine lost power in between.
   *
   * @return 1..{@link #MAX}
   * @throws SecurityRefused if none is left, or if it cannot be made sure that it stays unique
   */
  long next() throws SecurityRefused;

  /**
   * A counter in memory, for tests and for keys that live no longer than the process.
   *
   * @param first the first number given out, 1..{@link #MAX}
   */
  static InvocationCounter volatileFrom(long first) {
    return new VolatileInvocationCounter(first);
  }
}
