package org.meterhaus.dlms.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.MeterException.Malformed;
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
                  connection ->
                      new Streamed(
                          connection, new HdlcPushStream(limits.maxApduBytes()), taker, discarded));
          case MBUS_OVER_TCP ->
              TcpServer.listen(
                  loops,
                  address,
                  limits,
                  connection ->
                      new Streamed(
                          connection, new MbusPushStream(limits.maxApduBytes()), taker, discarded));
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

  /** Pushes in a stream of frames. */
  private static final class Streamed implements OctetTaker {

    private static final int MAX_OCTETS_WITHOUT_FRAME = 64 << 10;

    private final TcpConnection connection;
    private final PushStream stream;
    private final Consumer<Arrived> taker;
    private final LongAdder discarded;
    private int octetsWithoutFrame;

    Streamed(
        TcpConnection connection, PushStream stream, Consumer<Arrived> taker, LongAdder discarded) {
      this.connection = connection;
      this.stream = stream;
      this.taker = taker;
      this.discarded = discarded;
    }

    @Override
    public void received(ByteBuffer in) throws Malformed {
      byte[] octets = new byte[in.remaining()];
      in.get(octets);
      long framesBefore = stream.frames();
      octetsWithoutFrame += octets.length;
      stream.feed(octets, 0, octets.length);
      for (Push push = next(); push != null; push = next()) {
        taker.accept(new Arrived(connection.peer(), push));
      }
      if (stream.frames() > framesBefore) {
        octetsWithoutFrame = 0;
        connection.frameWhole();
      }
      if (octetsWithoutFrame > MAX_OCTETS_WITHOUT_FRAME) {
        throw new Malformed("no frame within " + octetsWithoutFrame + " octets");
      }
      if (stream.isWaiting()) {
        connection.frameBegun();
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
    public void closed() {
      // A frame that was begun is of no use any more.
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
