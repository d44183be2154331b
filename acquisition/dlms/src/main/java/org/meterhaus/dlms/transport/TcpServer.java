package org.meterhaus.dlms.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;

/** Listens at a TCP port; what is done with the octets of a connection, others set up. */
final class TcpServer implements ApduServer {

  private static final Duration GRACE = Duration.ofSeconds(5);

  private final ServerLoops loops;
  private final InetSocketAddress address;
  private final Connections connections;
  private final ListeningPort port;

  private TcpServer(
      ServerLoops loops,
      InetSocketAddress address,
      Limits limits,
      Function<TcpConnection, OctetTaker> takers)
      throws IOException {
    this.loops = loops;
    this.connections = new Connections(limits);
    Initializer initializer = new Initializer(loops, connections, takers);
    this.port = ListeningPort.open(loops.next(), address, initializer);
    this.address = port.address();
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
    return new TcpServer(loops, address, limits, takers);
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
    port.close();
    if (!loops.group().isShuttingDown()) {
      connections.closeAll(GRACE);
    }
  }

  /** Sets up a new connection, or turns it away. */
  @ChannelHandler.Sharable
  private static final class Initializer extends ChannelInitializer<Channel>
      implements Consumer<SocketChannel> {
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
    public void accept(SocketChannel socket) {
      try {
        AcceptedChannel channel = new AcceptedChannel(socket);
        var _ = channel.pipeline().addLast(this);
        // Closed if it cannot be carried: the loops are ending.
        var _ = loops.group().register(channel);
      } catch (ChannelException _) {
        // Gone before it was here.
        Quietly.close(socket);
      }
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
