package org.meterhaus.dlms.hdlc;

import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.framing.Incoming;

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

  private final Incoming in = new Incoming(256);

  /**
   * Takes octets {@code from} (inclusive) to {@code to} (exclusive); {@link #next} finds frames.
   */
  public void feed(byte[] octets, int from, int to) {
    in.feed(octets, from, to);
  }

  /** The next frame, whole or damaged; nothing until more was fed. */
  public @Nullable Found next() {
    toFlag();
    if (in.size() < 2) {
      return null;
    }
    byte[] octets = in.octets();
    long offset = in.offset();
    int body = in.start() + 1;
    try {
      int length = HdlcFrame.length(octets, body, in.end());
      if (length < 0) {
        return null;
      }
      int header = HdlcFrame.checkedHeader(octets, body, in.end(), length);
      if (header < 0 || in.end() - body <= length) {
        return null;
      }
      if ((octets[body + length] & 0xFF) != HdlcFrame.FLAG) {
        throw new Malformed("no flag after the " + length + " octets of a frame", length);
      }
      HdlcFrame frame = HdlcFrame.decode(octets, body, body + length);
      // The flag that ends this frame may begin the next.
      in.take(1 + length);
      return new Found.Frame(offset, frame);
    } catch (Malformed e) {
      in.discard();
      return new Found.Damaged(offset, e);
    }
  }

  /** Whether there was anything but flags since the last good frame. */
  public boolean isWaiting() {
    return in.isNoisy() || in.size() > 1;
  }

  /** Forgets a frame that was begun, as after a silence that no frame has within it. */
  public void clear() {
    in.clear();
  }

  /** Stands at the last flag of the next ones, or at the end. */
  private void toFlag() {
    in.discardTo(HdlcFrame.FLAG);
    while (in.size() > 1 && (in.octets()[in.start() + 1] & 0xFF) == HdlcFrame.FLAG) {
      in.pass();
    }
  }
}
