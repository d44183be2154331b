package org.meterhaus.dlms.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelId;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.List;

/** A listening socket; it and what it accepts have light-weight ids. */
final class ListeningChannel extends NioServerSocketChannel {

  ListeningChannel(ServerSocketChannel socket) {
    super(socket);
  }

  @Override
  protected ChannelId newId() {
    return ChannelNumber.next();
  }

  @Override
  protected int doReadMessages(List<Object> accepted) throws IOException {
    SocketChannel socket = javaChannel().accept();
    if (socket == null) {
      return 0;
    }
    try {
      accepted.add(new AcceptedChannel(this, socket));
      return 1;
    } catch (RuntimeException e) {
      socket.close();
      throw e;
    }
  }

  private static final class AcceptedChannel extends NioSocketChannel {

    AcceptedChannel(Channel parent, SocketChannel socket) {
      super(parent, socket);
    }

    @Override
    protected ChannelId newId() {
      return ChannelNumber.next();
    }
  }
}
