package org.meterhaus.dlms.push;

import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.mbus.MbusFrame;
import org.meterhaus.dlms.mbus.MbusReader;

/**
 * Pushes in long frames of the wired M-Bus: numbered pieces of one APDU at a time, since one meter
 * is at the other end of the line.
 */
public final class MbusPushStream implements PushStream {

  private static final int NUMBERS = 16;

  private final int maxApduBytes;
  private final MbusReader reader = new MbusReader();
  private final PushBlocks blocks;
  private final ByteArrayOutputStream pieces = new ByteArrayOutputStream();
  private int expected;
  private long frames;
  private long discarded;

  /**
   * A stream that begins.
   *
   * @param maxApduBytes largest APDU put together
   */
  public MbusPushStream(int maxApduBytes) {
    this.maxApduBytes = maxApduBytes;
    this.blocks = new PushBlocks(maxApduBytes);
  }

  @Override
  public void feed(byte[] octets, int from, int to) {
    reader.feed(octets, from, to);
  }

  @Override
  public @Nullable Push next() {
    for (MbusReader.Found found = reader.next(); found != null; found = reader.next()) {
      switch (found) {
        case MbusReader.Found.Damaged _ -> discard();
        case MbusReader.Found.Frame(long _, MbusFrame frame) -> {
          frames++;
          Push push = frame.isPiece() ? take(frame) : null;
          if (push != null) {
            return push;
          }
        }
      }
    }
    return null;
  }

  @Override
  public boolean isWaiting() {
    return reader.isWaiting();
  }

  @Override
  public long frames() {
    return frames;
  }

  @Override
  public long discarded() {
    return discarded + blocks.discarded();
  }

  private @Nullable Push take(MbusFrame frame) {
    if (frame.number() != expected && expected != 0) {
      // A piece is missing; this may be the first of the next.
      discard();
    }
    if (frame.number() != expected || pieces.size() + frame.payload().size() > maxApduBytes) {
      discard();
      return null;
    }
    pieces.writeBytes(frame.payload().toArray());
    if (!frame.isLast()) {
      expected = (expected + 1) % NUMBERS;
      return null;
    }
    Bytes apdu = Bytes.copyOf(pieces.toByteArray());
    forget();
    return blocks.take(new Push(frame.source(), frame.destination(), apdu));
  }

  private void discard() {
    discarded++;
    forget();
  }

  private void forget() {
    pieces.reset();
    expected = 0;
  }
}
