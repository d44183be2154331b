package org.meterhaus.dlms.transport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.CorruptedFrameException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.push.HdlcPushStream;
import org.meterhaus.dlms.push.MbusPushStream;
import org.meterhaus.dlms.push.Push;
import org.meterhaus.dlms.push.PushBlocks;
import org.meterhaus.dlms.push.PushStream;

/**
 * Listens at one port for what meters send unasked, and hands out whole APDUs with where they came
 * from. Answers nothing.
 */
public final class PushListener implements AutoCloseable {

  /** What the pushes come in. */
  public enum Carrier {
    TCP_WRAPPER,
    UDP_WRAPPER,
    /** HDLC frames over TCP, as a converter at a meter's customer port passes them on. */
    HDLC_OVER_TCP,
    /** Long frames of the wired M-Bus over TCP, from the same. */
    MBUS_OVER_TCP
  }

  /** A push and the address it came from. */
  public record Arrived(SocketAddress peer, Push push) {}

  private final ApduServer server;
  private final LongAdder discarded;

  private PushListener(ApduServer server, LongAdder discarded) {
    this.server = server;
    this.discarded = discarded;
  }

  /**
   * Starts to listen.
   *
   * @param taker called on a thread of {@link ServerLoops}, for one peer one after another: must
   *     not block
   * @throws IOException if it cannot listen there
   */
  public static PushListener listen(
      ServerLoops loops,
      InetSocketAddress address,
      Carrier carrier,
      ApduServer.Limits limits,
      Consumer<Arrived> taker)
      throws IOException {
    LongAdder discarded = new LongAdder();
    ApduServer server =
        switch (carrier) {
          case TCP_WRAPPER ->
              ApduServer.listen(
                  loops,
                  address,
                  new Framing.TcpWrapper(),
                  limits,
                  connection -> new Wrapped(connection, limits, taker, discarded));
          case UDP_WRAPPER ->
              ApduServer.listen(
                  loops,
                  address,
                  new Framing.UdpWrapper(),
                  limits,
                  connection -> new Wrapped(connection, limits, taker, discarded));
          case HDLC_OVER_TCP ->
              TcpServer.listen(
                  loops,
                  address,
                  limits,
                  channel ->
                      setUp(
                          channel,
                          new HdlcPushStream(limits.maxApduBytes()),
                          limits,
                          taker,
                          discarded));
          case MBUS_OVER_TCP ->
              TcpServer.listen(
                  loops,
                  address,
                  limits,
                  channel ->
                      setUp(
                          channel,
                          new MbusPushStream(limits.maxApduBytes()),
                          limits,
                          taker,
                          discarded));
        };
    return new PushListener(server, discarded);
  }

  /** Where it listens, with the port it took. */
  public InetSocketAddress address() {
    return server.address();
  }

  /** How many connections ended for which reason since the start. */
  public Map<CloseReason, Long> closed() {
    return server.closed();
  }

  /** How many frames, blocks or pushes were discarded since the start: damaged or out of order. */
  public long discarded() {
    return discarded.sum();
  }

  @Override
  public void close() {
    server.close();
  }

  private static void setUp(
      Channel channel,
      PushStream stream,
      ApduServer.Limits limits,
      Consumer<Arrived> taker,
      LongAdder discarded) {
    channel
        .pipeline()
        .addLast(new Streamed(stream, new FrameClock(limits.frameWithin()), taker, discarded));
  }

  /** Pushes in a stream of frames. */
  private static final class Streamed extends SimpleChannelInboundHandler<ByteBuf> {

    private static final int MAX_OCTETS_WITHOUT_FRAME = 64 << 10;

    private final PushStream stream;
    private final FrameClock clock;
    private final Consumer<Arrived> taker;
    private final LongAdder discarded;
    private int octetsWithoutFrame;

    Streamed(PushStream stream, FrameClock clock, Consumer<Arrived> taker, LongAdder discarded) {
      this.stream = stream;
      this.clock = clock;
      this.taker = taker;
      this.discarded = discarded;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf in) {
      byte[] octets = new byte[in.readableBytes()];
      in.readBytes(octets);
      long framesBefore = stream.frames();
      octetsWithoutFrame += octets.length;
      stream.feed(octets, 0, octets.length);
      for (Push push = next(); push != null; push = next()) {
        taker.accept(new Arrived(context.channel().remoteAddress(), push));
      }
      if (stream.frames() > framesBefore) {
        octetsWithoutFrame = 0;
        clock.stop();
      }
      if (octetsWithoutFrame > MAX_OCTETS_WITHOUT_FRAME) {
        throw new CorruptedFrameException("no frame within " + octetsWithoutFrame + " octets");
      }
      if (stream.isWaiting()) {
        clock.start(context);
      }
    }

    /** Counts what was discarded before the push is handed out. */
    private @Nullable Push next() {
      long discardedBefore = stream.discarded();
      Push push = stream.next();
      discarded.add(stream.discarded() - discardedBefore);
      return push;
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      clock.stop();
    }
  }

  /** Pushes in the wrapper, where the sender is the logical device and the receiver its client. */
  private static final class Wrapped implements ApduServer.Handler {
    private final ApduConnection connection;
    private final PushBlocks blocks;
    private final Consumer<Arrived> taker;
    private final LongAdder discarded;

    Wrapped(
        ApduConnection connection,
        ApduServer.Limits limits,
        Consumer<Arrived> taker,
        LongAdder discarded) {
      this.connection = connection;
      this.blocks = new PushBlocks(limits.maxApduBytes());
      this.taker = taker;
      this.discarded = discarded;
    }

    @Override
    public void received(AddressedApdu apdu) {
      // A server's handler hears of the source as its client: here that is the pushing device.
      Push part = new Push(apdu.clientSap(), apdu.serverSap(), apdu.apdu());
      long discardedBefore = blocks.discarded();
      @Nullable Push push = blocks.take(part);
      discarded.add(blocks.discarded() - discardedBefore);
      if (push != null) {
        taker.accept(new Arrived(connection.peer(), push));
      }
    }

    @Override
    public void reset(int clientSap, int serverSap) {
      // The wrapper has no connections within its own.
    }

    @Override
    public void closed() {
      // Blocks that were begun are of no use any more.
    }
  }
}
