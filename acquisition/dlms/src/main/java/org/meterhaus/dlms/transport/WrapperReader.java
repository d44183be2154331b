package org.meterhaus.dlms.transport;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;

/**
 * Cuts a stream of octets into {@link WrapperPdu}s. Keeps nothing but what a PDU has begun with,
 * and that only until it is whole. Not thread-safe.
 */
final class WrapperReader {

  private final int maxApduBytes;

  /** The PDU that was begun; grows with what comes, not with what is promised. */
  private @Nullable ByteBuffer begun;

  /**
   * A reader.
   *
   * @param maxApduBytes largest APDU taken, 1..65535
   */
  WrapperReader(int maxApduBytes) {
    this.maxApduBytes = maxApduBytes;
  }

  /** Whether a PDU was begun and is not whole. */
  boolean isWaiting() {
    return begun != null;
  }

  /**
   * The next PDU.
   *
   * @param in octets that have come; taken are those of the PDU, or all if it is not whole
   * @return null if it is not whole: to be called again when there are more
   * @throws Malformed if it is none, or too large
   */
  @Nullable WrapperPdu next(ByteBuffer in) throws Malformed {
    ByteBuffer from = begun;
    if (from == null) {
      WrapperPdu whole = whole(in);
      if (whole == null && in.hasRemaining()) {
        begun = begin(in);
      }
      return whole;
    }
    fill(from, in, WrapperPdu.HEADER_OCTETS);
    if (from.position() < WrapperPdu.HEADER_OCTETS) {
      return null;
    }
    int octets = WrapperPdu.HEADER_OCTETS + length(from, 0);
    int there = Math.min(octets, from.position() + in.remaining());
    if (from.capacity() < there) {
      int room = Math.min(octets, Math.max(there, 2 * from.capacity()));
      from = ByteBuffer.allocate(room).put(from.flip());
      begun = from;
    }
    fill(from, in, octets);
    if (from.position() < octets) {
      return null;
    }
    begun = null;
    return whole(from.flip());
  }

  private @Nullable WrapperPdu whole(ByteBuffer in) throws Malformed {
    if (in.remaining() < WrapperPdu.HEADER_OCTETS) {
      return null;
    }
    int start = in.position();
    int length = length(in, start);
    if (in.remaining() < WrapperPdu.HEADER_OCTETS + length) {
      return null;
    }
    int source = in.getShort(start + 2) & 0xFFFF;
    int destination = in.getShort(start + 4) & 0xFFFF;
    in.position(start + WrapperPdu.HEADER_OCTETS);
    return new WrapperPdu(source, destination, Bytes.take(in, length));
  }

  private static ByteBuffer begin(ByteBuffer in) {
    return ByteBuffer.allocate(Math.max(in.remaining(), WrapperPdu.HEADER_OCTETS)).put(in);
  }

  private static void fill(ByteBuffer to, ByteBuffer in, int upTo) {
    int count = Math.clamp(upTo - (long) to.position(), 0, in.remaining());
    int end = in.limit();
    to.put(in.limit(in.position() + count));
    in.limit(end);
  }

  /** Octets of the APDU behind a header. */
  private int length(ByteBuffer header, int at) throws Malformed {
    int version = header.getShort(at) & 0xFFFF;
    int length = header.getShort(at + 6) & 0xFFFF;
    if (version != WrapperPdu.VERSION || length < 1 || length > maxApduBytes) {
      throw new Malformed("wrapper version " + version + ", length " + length);
    }
    return length;
  }
}
