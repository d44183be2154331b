package org.meterhaus.dlms.transport;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** {@link ApduConnection} over the TCP wrapper. */
final class WrapperConnection implements ApduConnection {

  private final Channel channel;
  private final Duration sendWithin;

  private WrapperConnection(Channel channel, Duration sendWithin) {
    this.channel = channel;
    this.sendWithin = sendWithin;
  }

  /** Has a connection's APDUs handled. */
  static void setUp(
      Channel channel,
      ApduServer.Limits limits,
      Function<ApduConnection, ApduServer.Handler> handlers) {
    ApduConnection connection = new WrapperConnection(channel, limits.sendWithin());
    channel
        .pipeline()
        .addLast(
            new WrapperDecoder(limits.maxApduBytes(), limits.frameWithin()),
            new Inbound(handlers.apply(connection)));
  }

  @Override
  public void send(AddressedApdu apdu) {
    if (!channel.isActive()) {
      return;
    }
    byte[] frame = new WrapperPdu(apdu.serverSap(), apdu.clientSap(), apdu.apdu()).frame();
    ChannelFuture sent = channel.writeAndFlush(Unpooled.wrappedBuffer(frame));
    if (channel.isWritable()) {
      return;
    }
    if (channel.eventLoop().inEventLoop()) {
      closeUnlessSent(sent);
    } else if (!sent.awaitUninterruptibly(sendWithin.toMillis())) {
      close(CloseReason.NOT_READING);
    }
  }

  @Override
  public boolean takesAtOnce() {
    return channel.eventLoop().inEventLoop() && channel.isWritable();
  }

  /** What waiting does elsewhere: this thread has others to carry. */
  private void closeUnlessSent(ChannelFuture sent) {
    var _ =
        channel
            .eventLoop()
            .schedule(
                () -> {
                  if (!sent.isDone()) {
                    close(CloseReason.NOT_READING);
                  }
                },
                sendWithin.toMillis(),
                TimeUnit.MILLISECONDS);
  }

  @Override
  public void closeAfterSending(CloseReason reason) {
    Connections.because(channel, reason);
    Connections.onLoop(
        channel,
        () -> {
          var _ = channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(_ -> close(reason));
        });
  }

  @Override
  public void close(CloseReason reason) {
    Connections.close(channel, reason);
  }

  @Override
  public void closeAfter(Duration wait, BooleanSupplier kept) {
    closeAfter(channel, wait, kept);
  }

  /** The same for any channel. */
  static void closeAfter(Channel channel, Duration wait, BooleanSupplier kept) {
    var _ =
        channel
            .eventLoop()
            .schedule(
                () -> {
                  if (!kept.getAsBoolean()) {
                    Connections.close(channel, CloseReason.NOT_ASSOCIATED);
                  }
                },
                wait.toMillis(),
                TimeUnit.MILLISECONDS);
  }

  @Override
  public SocketAddress peer() {
    return channel.remoteAddress();
  }

  /** Passes events on to the handler of the connection. */
  private static final class Inbound extends SimpleChannelInboundHandler<WrapperPdu> {
    private final ApduServer.Handler handler;

    Inbound(ApduServer.Handler handler) {
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
  }
}
