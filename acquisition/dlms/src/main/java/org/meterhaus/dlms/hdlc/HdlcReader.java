package org.meterhaus.dlms.hdlc;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.MeterException.Malformed;

/**
 * Finds frames in a stream of octets, whatever stands between them and whatever was damaged: after
 * a frame that is none it looks on right behind that one's first flag, so that nothing good is lost
 * with it. Keeps no more than one frame and what was fed last. Not thread-safe.
 */
public final class HdlcReader {

  /** Something that began with a flag. */
  public sealed interface Found {

    /** Octets fed before its first flag. */
    long offset();

    record Frame(long offset, HdlcFrame frame) implements Found {}

    /** A frame to be discarded, and why; the offset there counts from the octet after the flag. */
    record Damaged(long offset, Malformed reason) implements Found {}
  }

  private byte[] buffer = new byte[256];
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
    toFlag();
    if (end - start < 2) {
      return null;
    }
    long offset = base + start;
    int body = start + 1;
    try {
      int length = HdlcFrame.length(buffer, body, end);
      if (length < 0) {
        return null;
      }
      int header = HdlcFrame.checkedHeader(buffer, body, end, length);
      if (header < 0 || end - body <= length) {
        return null;
      }
      if ((buffer[body + length] & 0xFF) != HdlcFrame.FLAG) {
        throw new Malformed("no flag after the " + length + " octets of a frame", length);
      }
      HdlcFrame frame = HdlcFrame.decode(buffer, body, body + length);
      // The flag that ends this frame may begin the next.
      start = body + length;
      noise = false;
      return new Found.Frame(offset, frame);
    } catch (Malformed e) {
      start++;
      noise = true;
      return new Found.Damaged(offset, e);
    }
  }

  /** Whether there was anything but flags since the last good frame. */
  public boolean isWaiting() {
    return noise || end - start > 1;
  }

  /** Forgets a frame that was begun, as after a silence that no frame has within it. */
  public void clear() {
    base += end;
    start = 0;
    end = 0;
    noise = false;
  }

  /** Stands at the last flag of the next ones, or at the end. */
  private void toFlag() {
    while (start < end && (buffer[start] & 0xFF) != HdlcFrame.FLAG) {
      start++;
      noise = true;
    }
    while (end - start > 1 && (buffer[start + 1] & 0xFF) == HdlcFrame.FLAG) {
      start++;
    }
  }
}
