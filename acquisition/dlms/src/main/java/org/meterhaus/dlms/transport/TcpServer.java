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
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Listens at a TCP port; what is done with the octets of a connection, others set up. */
final class TcpServer implements ApduServer {

  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final int BACKLOG = 128;

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
   * @param setup adds its handlers to the pipeline of a connection that was let in
   * @throws IOException if it cannot listen there
   */
  static TcpServer listen(
      ServerLoops loops, InetSocketAddress address, Limits limits, Consumer<Channel> setup)
      throws IOException {
    // Bound here and not by a thread of the loops: ten thousand ports are ten thousand waits else.
    ServerSocketChannel socket = bind(address);
    Connections connections = new Connections(limits);
    ChannelFuture registered =
        new ServerBootstrap()
            .group(loops.group())
            .channelFactory(() -> new NioServerSocketChannel(socket))
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(new Initializer(connections, limits, setup))
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
        setup.accept(channel);
        channel.pipeline().addLast(new Ending(limits.idleWithin()));
      }
    }
  }

  /**
   * Closes a connection that says nothing, or nonsense. Looks when it was read from last only when
   * that may have been too long ago, not at every read.
   */
  private static final class Ending extends ChannelInboundHandlerAdapter {
    private final Duration idleWithin;
    private long lastRead = System.nanoTime();
    private @Nullable Future<?> look;

    Ending(Duration idleWithin) {
      this.idleWithin = idleWithin;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
      lookAfter(context, idleWithin.toNanos());
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
      if (look != null) {
        look.cancel(false);
      }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
      lastRead = System.nanoTime();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      // Resets, and octets that are no frame: the peer's doing, so no stack trace.
      Connections.close(
          context.channel(),
          cause instanceof DecoderException ? CloseReason.MALFORMED : CloseReason.BY_PEER);
    }

    private void lookAfter(ChannelHandlerContext context, long nanos) {
      look = context.executor().schedule(() -> look(context), nanos, TimeUnit.NANOSECONDS);
    }

    private void look(ChannelHandlerContext context) {
      long left = idleWithin.toNanos() - (System.nanoTime() - lastRead);
      if (left > 0) {
        lookAfter(context, left);
      } else {
        Connections.close(context.channel(), CloseReason.IDLE);
      }
    }
  }
}
