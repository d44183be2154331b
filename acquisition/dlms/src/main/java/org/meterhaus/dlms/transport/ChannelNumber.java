package org.meterhaus.dlms.transport;

import io.netty.channel.ChannelId;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Tells the channels of this process apart. Netty's own ids tell apart those of all machines, for
 * which they read the machine's network addresses, and keep some hundred octets each.
 *
 * @param number counts up from 1
 */
record ChannelNumber(long number) implements ChannelId {

  private static final long serialVersionUID = 1L;
  private static final AtomicLong LAST = new AtomicLong();

  static ChannelNumber next() {
    return new ChannelNumber(LAST.incrementAndGet());
  }

  @Override
  public String asShortText() {
    return Long.toString(number);
  }

  @Override
  public String asLongText() {
    return asShortText();
  }

  @Override
  public int compareTo(ChannelId other) {
    return other instanceof ChannelNumber(long others)
        ? Long.compare(number, others)
        : asLongText().compareTo(other.asLongText());
  }
}
