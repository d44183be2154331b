package org.meterhaus.dlms.transport;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;

/** Listens at a TCP port; what is done with the octets of a connection, others set up. */
final class TcpServer implements ApduServer {

  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final int BACKLOG = 128;

  /** Longer than most requests; the buffer is the thread's, and taken for one read at a time. */
  private static final RecvByteBufAllocator READ_OCTETS = new FixedRecvByteBufAllocator(2048);

  private final ServerLoops loops;
  private final Channel listening;
  private final InetSocketAddress address;
  private final Connections connections;

  private TcpServer(
      ServerLoops loops, Channel listening, InetSocketAddress address, Connections connections) {
    this.loops = loops;
    this.listening = listening;
    this.address = address;
    this.connections = connections;
  }

  /**
   * Starts to listen.
   *
   * @param takers makes what takes the octets of a connection that was let in
   * @throws IOException if it cannot listen there
   */
  static TcpServer listen(
      ServerLoops loops,
      InetSocketAddress address,
      Limits limits,
      Function<TcpConnection, OctetTaker> takers)
      throws IOException {
    // Bound here and not by a thread of the loops: ten thousand ports are ten thousand waits else.
    ServerSocketChannel socket = bind(address);
    Connections connections = new Connections(limits);
    ChannelFuture registered =
        new ServerBootstrap()
            .group(loops.group())
            .channelFactory(() -> new ListeningChannel(socket))
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.RECVBUF_ALLOCATOR, READ_OCTETS)
            .childHandler(new Initializer(loops, connections, takers))
            .register();
    Throwable failure = registered.cause();
    if (failure != null) {
      socket.close();
      throw new IOException("cannot listen at " + address + ": " + failure.getMessage(), failure);
    }
    return new TcpServer(
        loops, registered.channel(), (InetSocketAddress) socket.getLocalAddress(), connections);
  }

  private static ServerSocketChannel bind(InetSocketAddress address) throws IOException {
    ServerSocketChannel socket = ServerSocketChannel.open();
    try {
      socket.setOption(StandardSocketOptions.SO_REUSEADDR, true);
      return socket.bind(address, BACKLOG);
    } catch (IOException e) {
      socket.close();
      throw new IOException("cannot listen at " + address + ": " + e.getMessage(), e);
    }
  }

  @Override
  public InetSocketAddress address() {
    return address;
  }

  @Override
  public Map<CloseReason, Long> closed() {
    return connections.closed();
  }

  @Override
  public void close() {
    // On loops that have ended a close may never be reported: hence not for ever.
    var _ = listening.close().awaitUninterruptibly(GRACE.toMillis());
    if (!loops.group().isShuttingDown()) {
      connections.closeAll(GRACE);
    }
  }

  /** Sets up a new connection, or turns it away. */
  private static final class Initializer extends ChannelInitializer<Channel> {
    private final ServerLoops loops;
    private final Connections connections;
    private final Function<TcpConnection, OctetTaker> takers;

    Initializer(
        ServerLoops loops, Connections connections, Function<TcpConnection, OctetTaker> takers) {
      this.loops = loops;
      this.connections = connections;
      this.takers = takers;
    }

    @Override
    protected void initChannel(Channel channel) {
      // Null if it has gone before it was here.
      if (channel.remoteAddress() instanceof InetSocketAddress peer) {
        TcpConnection connection =
            new TcpConnection(channel, peer, connections, loops.time(channel.eventLoop()));
        if (connections.admit(connection)) {
          connection.begin(takers.apply(connection));
          return;
        }
      }
      var _ = channel.close();
    }
  }
}
