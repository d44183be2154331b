package org.meterhaus.dlms.transport;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** {@link ApduServer} for the TCP wrapper. */
final class WrapperServer implements ApduServer {

  private static final Duration GRACE = Duration.ofSeconds(5);

  private final ServerLoops loops;
  private final Channel listening;
  private final Connections connections;

  private WrapperServer(ServerLoops loops, Channel listening, Connections connections) {
    this.loops = loops;
    this.listening = listening;
    this.connections = connections;
  }

  static WrapperServer listen(
      ServerLoops loops,
      InetSocketAddress address,
      Limits limits,
      Function<ApduConnection, Handler> handlers)
      throws IOException {
    Connections connections = new Connections(limits);
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

  @Override
  public InetSocketAddress address() {
    return (InetSocketAddress) listening.localAddress();
  }

  @Override
  public Map<CloseReason, Long> closed() {
    return connections.ended();
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
    private final Function<ApduConnection, Handler> handlers;

    Initializer(
        Connections connections, Limits limits, Function<ApduConnection, Handler> handlers) {
      this.connections = connections;
      this.limits = limits;
      this.handlers = handlers;
    }

    @Override
    protected void initChannel(Channel channel) {
      if (!connections.admit(channel)) {
        return;
      }
      ApduConnection connection =
          new ChannelConnection(
              channel,
              limits.sendWithin(),
              answer ->
                  Unpooled.wrappedBuffer(
                      new WrapperPdu(answer.serverSap(), answer.clientSap(), answer.apdu())
                          .frame()));
      channel
          .pipeline()
          .addLast(
              new IdleStateHandler(limits.idleWithin().toMillis(), 0, 0, TimeUnit.MILLISECONDS),
              new WrapperDecoder(limits.maxApduBytes(), limits.frameWithin()),
              new Inbound(handlers.apply(connection)));
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
      handler.received(new AddressedApdu(pdu.source(), pdu.destination(), pdu.apdu()));
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      handler.closed();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
      if (event instanceof IdleStateEvent) {
        Connections.close(context.channel(), CloseReason.IDLE);
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      // Resets, and octets that are no wrapper frame: the peer's doing, so no stack trace.
      Connections.close(
          context.channel(),
          cause instanceof DecoderException ? CloseReason.MALFORMED : CloseReason.BY_PEER);
    }
  }
}
