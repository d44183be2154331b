package org.meterhaus.dlms.mbus;

import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.framing.Incoming;

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

  private final Incoming in = new Incoming(512);

  /**
   * Takes octets {@code from} (inclusive) to {@code to} (exclusive); {@link #next} finds frames.
   */
  public void feed(byte[] octets, int from, int to) {
    in.feed(octets, from, to);
  }

  /** The next frame, whole or damaged; nothing until more was fed. */
  public @Nullable Found next() {
    int octets = lengthOfNext();
    if (octets < 0 || in.size() < octets) {
      return null;
    }
    long offset = in.offset();
    try {
      MbusFrame frame = MbusFrame.decode(in.octets(), in.start(), in.start() + octets);
      in.take(octets);
      return new Found.Frame(offset, frame);
    } catch (Malformed e) {
      in.discard();
      return new Found.Damaged(offset, e);
    }
  }

  /** Whether there was anything since the last good frame. */
  public boolean isWaiting() {
    return in.isNoisy() || in.size() > 0;
  }

  /**
   * Goes to where a frame begins or may begin.
   *
   * @return octets of the frame, -1 if that cannot be said yet
   */
  private int lengthOfNext() {
    while (true) {
      in.discardTo(MbusFrame.START);
      if (in.size() == 0) {
        return -1;
      }
      try {
        return MbusFrame.octets(in.octets(), in.start(), in.end());
      } catch (Malformed _) {
        // What stands between frames is passed over without a word.
        in.discard();
      }
    }
  }
}
