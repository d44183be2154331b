package org.meterhaus.dlms.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.CorruptedFrameException;
import java.util.List;
import org.meterhaus.dlms.Bytes;

/** Cuts the stream into {@link WrapperPdu}s; what is none closes the connection. */
final class WrapperDecoder extends ByteToMessageDecoder {

  private final int maxApduBytes;

  WrapperDecoder(int maxApduBytes) {
    this.maxApduBytes = maxApduBytes;
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (in.readableBytes() < WrapperPdu.HEADER_OCTETS) {
      return;
    }
    int start = in.readerIndex();
    int version = in.getUnsignedShort(start);
    int length = in.getUnsignedShort(start + 6);
    if (version != WrapperPdu.VERSION || length < 1 || length > maxApduBytes) {
      throw new CorruptedFrameException("wrapper version " + version + ", length " + length);
    }
    if (in.readableBytes() < WrapperPdu.HEADER_OCTETS + length) {
      return;
    }
    int source = in.getUnsignedShort(start + 2);
    int destination = in.getUnsignedShort(start + 4);
    int body = start + WrapperPdu.HEADER_OCTETS;
    out.add(new WrapperPdu(source, destination, Bytes.take(in.nioBuffer(body, length), length)));
    in.readerIndex(body + length);
  }
}
