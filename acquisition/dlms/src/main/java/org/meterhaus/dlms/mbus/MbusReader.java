package org.meterhaus.dlms.mbus;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.MeterException.Malformed;

/**
 * Finds long frames in a stream of octets: after one that is none it looks on right behind that
 * one's first octet. Keeps no more than one frame and what was fed last. Not thread-safe.
 */
public final class MbusReader {

  /** Something that began like a long frame. */
  public sealed interface Found {

    /** Octets fed before its first octet. */
    long offset();

    record Frame(long offset, MbusFrame frame) implements Found {}

    /** A frame to be discarded, and why; the offset there counts from its first octet. */
    record Damaged(long offset, Malformed reason) implements Found {}
  }

  private byte[] buffer = new byte[512];
  private int start;
  private int end;

  /** Octets fed before {@code buffer[0]}. */
  private long base;

  private boolean noise;

  /**
   * Takes octets {@code from} (inclusive) to {@code to} (exclusive); {@link #next} finds frames.
   */
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

  /** The next frame, whole or damaged; nothing until more was fed. */
  public @Nullable Found next() {
    int octets = lengthOfNext();
    if (octets < 0 || end - start < octets) {
      return null;
    }
    long offset = base + start;
    try {
      MbusFrame frame = MbusFrame.decode(buffer, start, start + octets);
      start += octets;
      noise = false;
      return new Found.Frame(offset, frame);
    } catch (Malformed e) {
      start++;
      noise = true;
      return new Found.Damaged(offset, e);
    }
  }

  /** Whether there was anything since the last good frame. */
  public boolean isWaiting() {
    return noise || end > start;
  }

  /**
   * Goes to where a frame begins or may begin.
   *
   * @return octets of the frame, -1 if that cannot be said yet
   */
  private int lengthOfNext() {
    while (start < end) {
      try {
        return MbusFrame.octets(buffer, start, end);
      } catch (Malformed _) {
        // What stands between frames is passed over without a word.
        start++;
        noise = true;
      }
    }
    return -1;
  }
}
