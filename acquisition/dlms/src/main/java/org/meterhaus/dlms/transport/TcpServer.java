package org.meterhaus.dlms.transport;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Listens at a TCP port; what is done with the octets of a connection, others set up. */
final class TcpServer implements ApduServer {

  private static final Duration GRACE = Duration.ofSeconds(5);

  private final ServerLoops loops;
  private final Channel listening;
  private final Connections connections;

  private TcpServer(ServerLoops loops, Channel listening, Connections connections) {
    this.loops = loops;
    this.listening = listening;
    this.connections = connections;
  }

  /**
   * Starts to listen.
   *
   * @param setup adds its handlers to the pipeline of a connection that was let in
   * @throws IOException if it cannot listen there
   */
  static TcpServer listen(
      ServerLoops loops, InetSocketAddress address, Limits limits, Consumer<Channel> setup)
      throws IOException {
    Connections connections = new Connections(limits);
    ChannelFuture bound =
        new ServerBootstrap()
            .group(loops.group())
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, 128)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(new Initializer(connections, limits, setup))
            .bind(address)
            .awaitUninterruptibly();
    Throwable failure = bound.cause();
    if (failure != null) {
      throw new IOException("cannot listen at " + address + ": " + failure.getMessage(), failure);
    }
    return new TcpServer(loops, bound.channel(), connections);
  }

  @Override
  public InetSocketAddress address() {
    return (InetSocketAddress) listening.localAddress();
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
      connections.closeAll(GRACE.toMillis());
    }
  }

  /** Sets up a new connection, or turns it away. */
  private static final class Initializer extends ChannelInitializer<Channel> {
    private final Connections connections;
    private final Limits limits;
    private final Consumer<Channel> setup;

    Initializer(Connections connections, Limits limits, Consumer<Channel> setup) {
      this.connections = connections;
      this.limits = limits;
      this.setup = setup;
    }

    @Override
    protected void initChannel(Channel channel) {
      if (connections.admit(channel)) {
        long idleMillis = limits.idleWithin().toMillis();
        channel.pipeline().addLast(new IdleStateHandler(idleMillis, 0, 0, TimeUnit.MILLISECONDS));
        setup.accept(channel);
        channel.pipeline().addLast(new Ending());
      }
    }
  }

  /** Closes a connection that says nothing, or nonsense. */
  private static final class Ending extends ChannelInboundHandlerAdapter {

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event instanceof IdleStateEvent) {
        Connections.close(context.channel(), CloseReason.IDLE);
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      // Resets, and octets that are no frame: the peer's doing, so no stack trace.
      Connections.close(
          context.channel(),
          cause instanceof DecoderException ? CloseReason.MALFORMED : CloseReason.BY_PEER);
    }
  }
}
