package org.meterhaus.dlms.transport;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Listens at one TCP port and hands whole APDUs to a handler a connection. */
public final class WrapperServer implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(WrapperServer.class.getName());

  private static final Duration GRACE = Duration.ofSeconds(5);

  private final ServerLoops loops;
  private final Channel listening;
  private final ChannelGroup connections;

  private WrapperServer(ServerLoops loops, Channel listening, ChannelGroup connections) {
    this.loops = loops;
    this.listening = listening;
    this.connections = connections;
  }

  /**
   * What a port puts up with.
   *
   * @param maxConnections at once, at least 1
   * @param maxApduBytes largest APDU taken, 1..65535
   * @param idleWithin a connection that sends nothing for so long is closed
   * @param sendWithin a connection that takes nothing for so long is closed
   */
  public record Limits(
      int maxConnections, int maxApduBytes, Duration idleWithin, Duration sendWithin) {}

  /**
   * What is done with one connection. Called on a thread of {@link ServerLoops}: must not block.
   */
  public interface Handler {
    void received(WrapperPdu pdu);

    /** The connection is gone; called once. */
    void closed();
  }

  /**
   * Starts to listen.
   *
   * @param handlers makes the handler of a new connection; must not block
   * @throws IOException if it cannot listen there
   */
  public static WrapperServer listen(
      ServerLoops loops,
      InetSocketAddress address,
      Limits limits,
      Function<WrapperConnection, Handler> handlers)
      throws IOException {
    ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
    ChannelFuture bound =
        new ServerBootstrap()
            .group(loops.group())
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, 128)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(new Initializer(connections, limits, handlers))
            .bind(address)
            .awaitUninterruptibly();
    Throwable failure = bound.cause();
    if (failure != null) {
      throw new IOException("cannot listen at " + address + ": " + failure.getMessage(), failure);
    }
    return new WrapperServer(loops, bound.channel(), connections);
  }

  /** Where it listens, with the port it took. */
  public InetSocketAddress address() {
    return (InetSocketAddress) listening.localAddress();
  }

  /**
   * Stops listening and closes every connection; both are done when it returns. If the {@link
   * ServerLoops} were closed before, they have done it already.
   */
  @Override
  public void close() {
    // On loops that have ended a close may never be reported: hence not for ever.
    var _ = listening.close().awaitUninterruptibly(GRACE.toMillis());
    if (!loops.group().isShuttingDown()) {
      var _ = connections.close().awaitUninterruptibly(GRACE.toMillis());
    }
  }

  /** Sets up a new connection, or turns it away. */
  private static final class Initializer extends ChannelInitializer<Channel> {
    private final ChannelGroup connections;
    private final Limits limits;
    private final Function<WrapperConnection, Handler> handlers;

    Initializer(
        ChannelGroup connections, Limits limits, Function<WrapperConnection, Handler> handlers) {
      this.connections = connections;
      this.limits = limits;
      this.handlers = handlers;
    }

    @Override
    protected void initChannel(Channel channel) {
      // The loops of one server may run this at once, so it can let in one or two too many; the
      // bound is there to keep memory in hand, not to count.
      if (connections.size() >= limits.maxConnections()) {
        var _ = channel.close();
        return;
      }
      connections.add(channel);
      Handler handler = handlers.apply(new WrapperConnection(channel, limits.sendWithin()));
      channel
          .pipeline()
          .addLast(
              new IdleStateHandler(limits.idleWithin().toMillis(), 0, 0, TimeUnit.MILLISECONDS),
              new WrapperDecoder(limits.maxApduBytes()),
              new Inbound(handler));
    }
  }

  /** Passes events on to the handler of the connection. */
  private static final class Inbound extends SimpleChannelInboundHandler<WrapperPdu> {
    private final Handler handler;

    Inbound(Handler handler) {
      this.handler = handler;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, WrapperPdu pdu) {
      handler.received(pdu);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      handler.closed();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event instanceof IdleStateEvent) {
        var _ = context.close();
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      // Resets, and octets that are no wrapper frame: the peer's doing, so no stack trace.
      LOG.log(Level.DEBUG, () -> context.channel().remoteAddress() + " closed: " + cause);
      var _ = context.close();
    }
  }
}
