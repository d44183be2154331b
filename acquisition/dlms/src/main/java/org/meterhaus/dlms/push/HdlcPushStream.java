package org.meterhaus.dlms.push;

import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.hdlc.HdlcControl;
import org.meterhaus.dlms.hdlc.HdlcFrame;
import org.meterhaus.dlms.hdlc.HdlcReader;
import org.meterhaus.dlms.hdlc.Llc;

/**
 * Pushes in HDLC frames, as meters send them to displays: UI frames, with some makers I frames that
 * are all numbered 0, with and without the segmentation bit, with and without blocks inside.
 * Segments have no numbers that could be relied on, so a damaged frame costs what was begun.
 */
public final class HdlcPushStream implements PushStream {

  private static final int MAX_SENDERS = 64;

  private record Ends(int source, int destination) {}

  private final int maxApduBytes;
  private final HdlcReader reader = new HdlcReader();
  private final PushBlocks blocks;
  private final Map<Ends, ByteArrayOutputStream> segments = new HashMap<>();
  private long frames;
  private long discarded;

  /**
   * A stream that begins.
   *
   * @param maxApduBytes largest APDU put together
   */
  public HdlcPushStream(int maxApduBytes) {
    this.maxApduBytes = maxApduBytes;
    this.blocks = new PushBlocks(maxApduBytes);
  }

  @Override
  public void feed(byte[] octets, int from, int to) {
    reader.feed(octets, from, to);
  }

  @Override
  public @Nullable Push next() {
    for (HdlcReader.Found found = reader.next(); found != null; found = reader.next()) {
      switch (found) {
        case HdlcReader.Found.Damaged _ -> {
          discarded++;
          segments.clear();
        }
        case HdlcReader.Found.Frame(long _, HdlcFrame frame) -> {
          frames++;
          Push push = take(frame);
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

  private @Nullable Push take(HdlcFrame frame) {
    boolean carriesInformation =
        frame.control() instanceof HdlcControl.Ui || frame.control() instanceof HdlcControl.I;
    if (!carriesInformation || frame.information().isEmpty()) {
      return null;
    }
    Ends ends = new Ends(frame.source().upper(), frame.destination().upper());
    Bytes information = joined(ends, frame);
    if (information == null) {
      return null;
    }
    // Blocks after the first come without the header.
    Bytes stripped = Llc.strip(information);
    Bytes apdu = stripped == null ? information : stripped;
    return blocks.take(new Push(ends.source(), ends.destination(), apdu));
  }

  /** All segments, if this is the last. */
  private @Nullable Bytes joined(Ends ends, HdlcFrame frame) {
    ByteArrayOutputStream before = segments.get(ends);
    if (before == null && !frame.segmented()) {
      return frame.information();
    }
    if (before == null) {
      if (segments.size() >= MAX_SENDERS) {
        discarded++;
        return null;
      }
      before = new ByteArrayOutputStream();
      segments.put(ends, before);
    }
    if (before.size() + frame.information().size() > maxApduBytes + Llc.RESPONSE.size()) {
      segments.remove(ends);
      discarded++;
      return null;
    }
    before.writeBytes(frame.information().toArray());
    if (frame.segmented()) {
      return null;
    }
    segments.remove(ends);
    return Bytes.copyOf(before.toByteArray());
  }
}
