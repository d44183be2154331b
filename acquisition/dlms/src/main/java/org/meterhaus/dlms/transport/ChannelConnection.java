package org.meterhaus.dlms.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

/** {@link ApduConnection} over a channel of its own. */
final class ChannelConnection implements ApduConnection {

  private final Channel channel;
  private final Duration sendWithin;
  private final Function<AddressedApdu, ByteBuf> frame;

  /**
   * A connection.
   *
   * @param frame the octets that carry an answer
   */
  ChannelConnection(Channel channel, Duration sendWithin, Function<AddressedApdu, ByteBuf> frame) {
    this.channel = channel;
    this.sendWithin = sendWithin;
    this.frame = frame;
  }

  @Override
  public void send(AddressedApdu apdu) {
    ChannelFuture sent = channel.writeAndFlush(frame.apply(apdu));
    if (!channel.isWritable() && !sent.awaitUninterruptibly(sendWithin.toMillis())) {
      close(CloseReason.NOT_READING);
    }
  }

  @Override
  public void closeAfterSending(CloseReason reason) {
    Connections.because(channel, reason);
    var _ = channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(_ -> close(reason));
  }

  @Override
  public void close(CloseReason reason) {
    Connections.close(channel, reason);
  }

  @Override
  public void closeAfter(Duration wait, BooleanSupplier kept) {
    var _ =
        channel
            .eventLoop()
            .schedule(
                () -> {
                  if (!kept.getAsBoolean()) {
                    close(CloseReason.NOT_ASSOCIATED);
                  }
                },
                wait.toMillis(),
                TimeUnit.MILLISECONDS);
  }

  @Override
  public SocketAddress peer() {
    return channel.remoteAddress();
  }
}
