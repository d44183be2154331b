package org.meterhaus.dlms.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.nio.NioDatagramChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;

/**
 * {@link ApduServer} for the UDP wrapper. A peer's address and port make a connection, which begins
 * with its first datagram and ends after a silence.
 */
final class UdpServer implements ApduServer {

  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final int LARGEST_DATAGRAM = 65_535;

  private final ServerLoops loops;
  private final Channel channel;
  private final Peers peers;

  private UdpServer(ServerLoops loops, Channel channel, Peers peers) {
    this.loops = loops;
    this.channel = channel;
    this.peers = peers;
  }

  static UdpServer listen(
      ServerLoops loops,
      InetSocketAddress address,
      Limits limits,
      Function<ApduConnection, Handler> handlers)
      throws IOException {
    Peers peers = new Peers(limits, handlers);
    ChannelFuture bound =
        new Bootstrap()
            .group(loops.group())
            .channel(NioDatagramChannel.class)
            .option(
                ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(LARGEST_DATAGRAM))
            .handler(peers)
            .bind(address)
            .awaitUninterruptibly();
    Throwable failure = bound.cause();
    if (failure != null) {
      throw new IOException("cannot listen at " + address + ": " + failure.getMessage(), failure);
    }
    return new UdpServer(loops, bound.channel(), peers);
  }

  @Override
  public InetSocketAddress address() {
    return (InetSocketAddress) channel.localAddress();
  }

  @Override
  public Map<CloseReason, Long> closed() {
    return peers.closings.counts();
  }

  @Override
  public void close() {
    if (!loops.group().isShuttingDown()) {
      var _ = channel.eventLoop().submit(peers::closeAll).awaitUninterruptibly(GRACE.toMillis());
    }
    var _ = channel.close().awaitUninterruptibly(GRACE.toMillis());
  }

  /** All peers of the port; used on its one thread. */
  private static final class Peers extends SimpleChannelInboundHandler<DatagramPacket> {
    private final Limits limits;
    private final Function<ApduConnection, Handler> handlers;
    private final Closings closings = new Closings();
    private final Map<InetSocketAddress, Peer> byAddress = new HashMap<>();
    private final Map<InetAddress, Integer> count = new HashMap<>();

    Peers(Limits limits, Function<ApduConnection, Handler> handlers) {
      this.limits = limits;
      this.handlers = handlers;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, DatagramPacket packet) {
      InetSocketAddress sender = packet.sender();
      Peer peer = byAddress.get(sender);
      AddressedApdu apdu = decode(packet.content());
      if (apdu == null) {
        if (peer == null) {
          closings.add(sender, CloseReason.MALFORMED);
        } else {
          end(peer, CloseReason.MALFORMED);
        }
        return;
      }
      if (peer == null) {
        peer = begin(context.channel(), sender);
      }
      if (peer != null) {
        peer.heardNanos = System.nanoTime();
        peer.handler().received(apdu);
      }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      // A peer that is not there any more (port unreachable); its silence ends it.
    }

    private @Nullable AddressedApdu decode(ByteBuf datagram) {
      int length = datagram.readableBytes() - WrapperPdu.HEADER_OCTETS;
      if (length < 1
          || length > limits.maxApduBytes()
          || datagram.readUnsignedShort() != WrapperPdu.VERSION) {
        return null;
      }
      int source = datagram.readUnsignedShort();
      int destination = datagram.readUnsignedShort();
      if (datagram.readUnsignedShort() != length) {
        return null;
      }
      Bytes apdu = Bytes.take(datagram.nioBuffer(), length);
      return new AddressedApdu(source, destination, apdu);
    }

    private @Nullable Peer begin(Channel channel, InetSocketAddress sender) {
      if (byAddress.size() >= limits.maxConnections()) {
        closings.add(sender, CloseReason.TOO_MANY_CONNECTIONS);
        return null;
      }
      if (count.getOrDefault(sender.getAddress(), 0) >= limits.maxConnectionsPerPeer()) {
        closings.add(sender, CloseReason.TOO_MANY_FROM_PEER);
        return null;
      }
      Peer peer = new Peer(this, channel, sender);
      byAddress.put(sender, peer);
      count.merge(sender.getAddress(), 1, Integer::sum);
      peer.handler = handlers.apply(peer);
      watch(peer, limits.idleWithin().toNanos());
      return peer;
    }

    private void watch(Peer peer, long nanos) {
      var _ =
          peer.channel
              .eventLoop()
              .schedule(() -> idle(peer), Math.max(1, nanos), TimeUnit.NANOSECONDS);
    }

    private void idle(Peer peer) {
      long left = peer.heardNanos + limits.idleWithin().toNanos() - System.nanoTime();
      if (byAddress.get(peer.address) != peer) {
        return;
      }
      if (left <= 0) {
        end(peer, CloseReason.IDLE);
      } else {
        watch(peer, left);
      }
    }

    void end(Peer peer, CloseReason reason) {
      if (byAddress.remove(peer.address, peer)) {
        count.computeIfPresent(
            peer.address.getAddress(), (_, number) -> number == 1 ? null : number - 1);
        closings.add(peer.address, reason);
        peer.handler().closed();
      }
    }

    void closeAll() {
      List.copyOf(byAddress.values()).forEach(peer -> end(peer, CloseReason.SERVER_CLOSED));
    }
  }

  /** One peer, which has no channel of its own. */
  private static final class Peer implements ApduConnection {
    private final Peers peers;
    private final Channel channel;
    private final InetSocketAddress address;
    private @Nullable Handler handler;
    private long heardNanos = System.nanoTime();

    Peer(Peers peers, Channel channel, InetSocketAddress address) {
      this.peers = peers;
      this.channel = channel;
      this.address = address;
    }

    Handler handler() {
      if (handler == null) {
        throw new IllegalStateException("a peer is used before it was set up");
      }
      return handler;
    }

    @Override
    public void send(AddressedApdu apdu) {
      if (!channel.isActive()) {
        return;
      }
      byte[] frame = new WrapperPdu(apdu.serverSap(), apdu.clientSap(), apdu.apdu()).frame();
      var _ = channel.writeAndFlush(new DatagramPacket(Unpooled.wrappedBuffer(frame), address));
    }

    @Override
    public void closeAfterSending(CloseReason reason) {
      close(reason);
    }

    @Override
    public void close(CloseReason reason) {
      Connections.onLoop(channel, () -> peers.end(this, reason));
    }

    @Override
    public void closeAfter(Duration wait, BooleanSupplier kept) {
      var _ =
          channel
              .eventLoop()
              .schedule(
                  () -> {
                    if (!kept.getAsBoolean()) {
                      peers.end(this, CloseReason.NOT_ASSOCIATED);
                    }
                  },
                  wait.toMillis(),
                  TimeUnit.MILLISECONDS);
    }

    @Override
    public SocketAddress peer() {
      return address;
    }
  }
}
