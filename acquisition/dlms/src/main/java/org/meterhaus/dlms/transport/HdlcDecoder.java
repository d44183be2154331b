package org.meterhaus.dlms.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.CorruptedFrameException;
import java.time.Duration;
import java.util.function.Consumer;
import org.meterhaus.dlms.hdlc.HdlcReader;

/**
 * Finds HDLC frames in the stream; damaged ones are passed on as such, since the protocol has them
 * repeated. Closes a connection that sends nothing but damage.
 */
final class HdlcDecoder extends SimpleChannelInboundHandler<ByteBuf> {

  /** Many of the largest frames: no line that works is as bad. */
  private static final int MAX_OCTETS_WITHOUT_FRAME = 64 << 10;

  private final FrameClock clock;
  private final Consumer<HdlcReader.Found> taker;
  private final Runnable closed;
  private final HdlcReader reader = new HdlcReader();
  private int octetsWithoutFrame;

  /**
   * A decoder.
   *
   * @param taker told what was found
   * @param closed run when the connection is gone
   */
  HdlcDecoder(Duration frameWithin, Consumer<HdlcReader.Found> taker, Runnable closed) {
    this.clock = new FrameClock(frameWithin);
    this.taker = taker;
    this.closed = closed;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, ByteBuf in) {
    byte[] octets = new byte[in.readableBytes()];
    in.readBytes(octets);
    octetsWithoutFrame += octets.length;
    reader.feed(octets, 0, octets.length);
    for (HdlcReader.Found found = reader.next(); found != null; found = reader.next()) {
      if (found instanceof HdlcReader.Found.Frame) {
        octetsWithoutFrame = 0;
        clock.stop();
      }
      taker.accept(found);
    }
    if (octetsWithoutFrame > MAX_OCTETS_WITHOUT_FRAME) {
      throw new CorruptedFrameException("no frame within " + octetsWithoutFrame + " octets");
    }
    if (reader.isWaiting()) {
      clock.start(context);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    clock.stop();
    closed.run();
  }
}
