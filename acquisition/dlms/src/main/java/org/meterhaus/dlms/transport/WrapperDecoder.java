package org.meterhaus.dlms.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.CorruptedFrameException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;

/**
 * Cuts the stream into {@link WrapperPdu}s; what is none closes the connection, and so does a frame
 * that was begun and is not whole in time: a peer that sends an octet a second is never idle.
 */
final class WrapperDecoder extends ByteToMessageDecoder {

  private final int maxApduBytes;
  private final FrameClock clock;

  WrapperDecoder(int maxApduBytes, Duration frameWithin) {
    this.maxApduBytes = maxApduBytes;
    this.clock = new FrameClock(frameWithin);
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    @Nullable WrapperPdu pdu = next(in);
    if (pdu != null) {
      out.add(pdu);
      clock.stop();
    } else if (in.isReadable()) {
      clock.start(context);
    }
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext context) {
    clock.stop();
  }

  private @Nullable WrapperPdu next(ByteBuf in) {
    if (in.readableBytes() < WrapperPdu.HEADER_OCTETS) {
      return null;
    }
    int start = in.readerIndex();
    int version = in.getUnsignedShort(start);
    int length = in.getUnsignedShort(start + 6);
    if (version != WrapperPdu.VERSION || length < 1 || length > maxApduBytes) {
      throw new CorruptedFrameException("wrapper version " + version + ", length " + length);
    }
    if (in.readableBytes() < WrapperPdu.HEADER_OCTETS + length) {
      return null;
    }
    int source = in.getUnsignedShort(start + 2);
    int destination = in.getUnsignedShort(start + 4);
    int body = start + WrapperPdu.HEADER_OCTETS;
    WrapperPdu pdu =
        new WrapperPdu(source, destination, Bytes.take(in.nioBuffer(body, length), length));
    in.readerIndex(body + length);
    return pdu;
  }
}
