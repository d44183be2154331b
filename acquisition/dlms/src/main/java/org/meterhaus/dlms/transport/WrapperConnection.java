package org.meterhaus.dlms.transport;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A server's side of one connection. Thread-safe. */
public final class WrapperConnection {

  private final Channel channel;
  private final Duration sendWithin;

  WrapperConnection(Channel channel, Duration sendWithin) {
    this.channel = channel;
    this.sendWithin = sendWithin;
  }

  /**
   * Sends an APDU; waits only if the client does not take what was sent before, and closes the
   * connection if it does not for too long. Not to be called on a thread of {@link ServerLoops}.
   */
  public void send(WrapperPdu pdu) {
    ChannelFuture sent = channel.writeAndFlush(Unpooled.wrappedBuffer(pdu.frame()));
    if (!channel.isWritable() && !sent.awaitUninterruptibly(sendWithin.toMillis())) {
      close();
    }
  }

  /** Closes the connection once what was sent is on its way. */
  public void closeAfterSending() {
    var _ = channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(future -> close());
  }

  public void close() {
    var _ = channel.close();
  }

  /** Closes the connection after a while unless {@code reason} is then given to keep it. */
  public void closeAfter(Duration wait, BooleanSupplier reason) {
    var _ =
        channel
            .eventLoop()
            .schedule(
                () -> {
                  if (!reason.getAsBoolean()) {
                    close();
                  }
                },
                wait.toMillis(),
                TimeUnit.MILLISECONDS);
  }

  /** The client's address. */
  public SocketAddress peer() {
    return channel.remoteAddress();
  }
}
