package org.meterhaus.dlms.transport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.MeterException.Malformed;

/**
 * A TCP connection of a server: octets in and out, and when it ends. The only handler of its
 * channel. Thread-safe but where it says so.
 */
final class TcpConnection extends ChannelInboundHandlerAdapter implements TimeKeeper.Timed {

  private static final System.Logger LOG = System.getLogger(TcpConnection.class.getName());

  private final Channel channel;
  private final InetSocketAddress peer;
  private final Connections connections;
  private final TimeKeeper time;

  /** Set before the first octet comes. */
  private @Nullable OctetTaker taker;

  /** When something came last; on the channel's thread only, as the next six. */
  private long heard = System.nanoTime();

  private long frameBegun;
  private boolean inFrame;
  private long associateBy;
  private @Nullable BooleanSupplier kept;
  private long endBy;
  private @Nullable CloseReason endReason;

  private volatile @Nullable CloseReason closed;

  TcpConnection(Channel channel, InetSocketAddress peer, Connections connections, TimeKeeper time) {
    this.channel = channel;
    this.peer = peer;
    this.connections = connections;
    this.time = time;
  }

  /** Begins; on the channel's thread. */
  void begin(OctetTaker octets) {
    taker = octets;
    time.add(this);
    channel.pipeline().addLast(this);
  }

  InetSocketAddress peer() {
    return peer;
  }

  boolean isOpen() {
    return closed == null;
  }

  /** Whether this is the channel's thread, and more can be sent without waiting. */
  boolean takesAtOnce() {
    return channel.eventLoop().inEventLoop() && channel.isWritable();
  }

  /** Runs a task on the channel's thread, unless that has ended and the connection with it. */
  void onLoop(Runnable task) {
    Connections.onLoop(channel, task);
  }

  /** A frame has begun, and is due within the limit; said twice counts once. On its thread. */
  void frameBegun() {
    if (!inFrame) {
      inFrame = true;
      frameBegun = heard;
    }
  }

  /** The frame is whole. On its thread. */
  void frameWhole() {
    inFrame = false;
  }

  /**
   * Sends octets, which are not to be changed any more. On another thread than the channel's waits
   * while much is unsent, until the peer has taken it or its time is over.
   */
  void send(byte[] octets) {
    if (!isOpen()) {
      return;
    }
    ChannelFuture sent = channel.writeAndFlush(Unpooled.wrappedBuffer(octets));
    if (channel.isWritable()) {
      return;
    }
    long limit = connections.limits().sendWithin().toMillis();
    if (channel.eventLoop().inEventLoop()) {
      // What waiting does elsewhere: this thread has others to carry.
      var _ = channel.eventLoop().schedule(() -> closeUnless(sent), limit, TimeUnit.MILLISECONDS);
    } else if (!sent.awaitUninterruptibly(limit)) {
      close(CloseReason.NOT_READING);
    }
  }

  private void closeUnless(ChannelFuture sent) {
    if (!sent.isDone()) {
      close(CloseReason.NOT_READING);
    }
  }

  /** Closes once all is sent. */
  void closeAfterSending(CloseReason reason) {
    because(reason);
    onLoop(() -> {
      var _ = channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    });
  }

  /** Closes; of several reasons the first counts. */
  void close(CloseReason reason) {
    because(reason);
    var _ = channel.close();
  }

  private synchronized void because(CloseReason reason) {
    if (closed == null) {
      closed = reason;
    }
  }

  void awaitClosed(long nanos) {
    var _ =
        channel
            .closeFuture()
            .awaitUninterruptibly(Math.max(0, TimeUnit.NANOSECONDS.toMillis(nanos)));
  }

  /** Closes as {@link CloseReason#NOT_ASSOCIATED} after a while unless kept then. On its thread. */
  void closeAfter(Duration wait, BooleanSupplier unless) {
    associateBy = System.nanoTime() + wait.toNanos();
    kept = unless;
  }

  /** Closes after a while, whatever may come. On its thread. */
  void closeLatest(Duration wait, CloseReason reason) {
    endBy = System.nanoTime() + wait.toNanos();
    endReason = reason;
  }

  @Override
  public void look(long now) {
    ApduServer.Limits limits = connections.limits();
    BooleanSupplier awaited = kept;
    CloseReason reason = endReason;
    if (awaited != null && awaited.getAsBoolean()) {
      kept = null;
    } else if (awaited != null && now - associateBy > 0) {
      close(CloseReason.NOT_ASSOCIATED);
    } else if (reason != null && now - endBy > 0) {
      close(reason);
    } else if (inFrame && now - frameBegun > limits.frameWithin().toNanos()) {
      close(CloseReason.SLOW_FRAME);
    } else if (now - heard > limits.idleWithin().toNanos()) {
      close(CloseReason.IDLE);
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    OctetTaker to = taker;
    try {
      if (to != null && isOpen() && message instanceof ByteBuf in) {
        heard = System.nanoTime();
        to.received(in.nioBuffer());
      }
    } catch (Malformed _) {
      close(CloseReason.MALFORMED);
    } finally {
      var _ = ReferenceCountUtil.release(message);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    time.remove(this);
    because(CloseReason.BY_PEER);
    CloseReason reason = closed;
    connections.remove(this, reason == null ? CloseReason.BY_PEER : reason);
    OctetTaker to = taker;
    if (to != null) {
      to.closed();
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof IOException) {
      // Reset: the peer's doing, so no stack trace.
      close(CloseReason.BY_PEER);
    } else {
      LOG.log(Level.ERROR, () -> "the connection of " + peer + " failed", cause);
      close(CloseReason.FAILED);
    }
  }
}
