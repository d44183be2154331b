package org.meterhaus.dlms.transport;

import io.netty.channel.ChannelId;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.nio.channels.SocketChannel;

/** A connection that was accepted, with as little of its own as there can be. */
final class AcceptedChannel extends NioSocketChannel {

  /** Longer than most requests; the buffer is taken for one read at a time. */
  private static final RecvByteBufAllocator READ_OCTETS = new FixedRecvByteBufAllocator(2048);

  AcceptedChannel(SocketChannel socket) {
    super(null, socket);
    config().setTcpNoDelay(true);
    var _ = config().setRecvByteBufAllocator(READ_OCTETS);
  }

  @Override
  protected ChannelId newId() {
    return ChannelNumber.next();
  }
}
