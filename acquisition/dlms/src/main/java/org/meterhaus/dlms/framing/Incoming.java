package org.meterhaus.dlms.framing;

import java.util.Arrays;

/**
 * Octets of a stream that a reader of frames has not done with. Keeps these and what was fed last.
 * Not thread-safe.
 */
public final class Incoming {

  private byte[] buffer;
  private int start;
  private int end;

  /** Octets fed before {@code buffer[0]}. */
  private long base;

  private boolean noise;

  /**
   * Nothing yet.
   *
   * @param room octets there is room for at first, 1 or more; it grows
   */
  public Incoming(int room) {
    this.buffer = new byte[room];
  }

  /** Takes octets {@code from} (inclusive) to {@code to} (exclusive). */
  public void feed(byte[] octets, int from, int to) {
    int count = to - from;
    if (end + count > buffer.length) {
      System.arraycopy(buffer, start, buffer, 0, end - start);
      base += start;
      end -= start;
      start = 0;
      if (end + count > buffer.length) {
        buffer = Arrays.copyOf(buffer, Math.max(end + count, 2 * buffer.length));
      }
    }
    System.arraycopy(octets, from, buffer, end, count);
    end += count;
  }

  /** The octets themselves, from {@link #start} to {@link #end}; to be read only, until fed. */
  public byte[] octets() {
    return buffer;
  }

  /** Where the first octet is. */
  public int start() {
    return start;
  }

  /** Where the octet behind the last would be. */
  public int end() {
    return end;
  }

  /** How many there are. */
  public int size() {
    return end - start;
  }

  /** How many octets were fed before the first. */
  public long offset() {
    return base + start;
  }

  /** Lets go of octets that are a frame. */
  public void take(int count) {
    start += count;
    noise = false;
  }

  /** Lets go of an octet that may go: it is neither of a frame nor out of place. */
  public void pass() {
    start++;
  }

  /** Lets go of an octet that is of no frame. */
  public void discard() {
    start++;
    noise = true;
  }

  /** Lets go of what stands before the next octet of this value, or of all. */
  public void discardTo(int octet) {
    while (start < end && (buffer[start] & 0xFF) != octet) {
      discard();
    }
  }

  /** Whether an octet was discarded since the last frame. */
  public boolean isNoisy() {
    return noise;
  }

  /** Forgets everything but the count. */
  public void clear() {
    base += end;
    start = 0;
    end = 0;
    noise = false;
  }
}
