package org.meterhaus.dlms.security;

import java.util.concurrent.atomic.AtomicLong;
import org.meterhaus.dlms.MeterException.SecurityRefused;

/** {@link InvocationCounter} that forgets. */
final class VolatileInvocationCounter implements InvocationCounter {

  private final AtomicLong next;

  VolatileInvocationCounter(long first) {
    if (first < 1 || first > MAX) {
      throw new IllegalArgumentException("first must be 1.." + MAX + " but was " + first);
    }
    this.next = new AtomicLong(first);
  }

  @Override
  public long next() throws SecurityRefused {
    long value = next.getAndUpdate(now -> now > MAX ? now : now + 1);
    if (value > MAX) {
      throw new SecurityRefused("invocation counter is used up: change the key");
    }
    return value;
  }
}
