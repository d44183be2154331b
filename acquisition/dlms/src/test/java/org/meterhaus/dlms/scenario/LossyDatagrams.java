package org.meterhaus.dlms.scenario;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.vectors.AnyData;

/** Passes datagrams of one client on to a server and back, and loses those it is told to lose. */
final class LossyDatagrams implements AutoCloseable {

  private static final int LARGEST = 65_535;

  final AtomicInteger lost = new AtomicInteger();

  private final DatagramSocket towardsClient;
  private final DatagramSocket towardsServer;
  private final AtomicReference<@Nullable SocketAddress> client = new AtomicReference<>();
  private final Thread up;
  private final Thread down;

  /**
   * Between a client that sends to {@link #port} and a server.
   *
   * @param toServer which of the datagrams of the client are lost
   * @param toClient which of the server's
   */
  LossyDatagrams(InetSocketAddress server, Predicate<byte[]> toServer, Predicate<byte[]> toClient)
      throws IOException {
    towardsClient = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    towardsServer = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    up = Thread.ofVirtual().start(() -> pass(towardsClient, towardsServer, server, toServer));
    down = Thread.ofVirtual().start(() -> pass(towardsServer, towardsClient, null, toClient));
  }

  /** Loses so many of a hundred, after those of the opening of an association. */
  static Predicate<byte[]> percent(int percent, long seed, int spared) {
    RandomGenerator random = AnyData.random(seed);
    AtomicInteger count = new AtomicInteger();
    return _ -> count.incrementAndGet() > spared && random.nextInt(100) < percent;
  }

  int port() {
    return towardsClient.getLocalPort();
  }

  private void pass(
      DatagramSocket from,
      DatagramSocket to,
      @Nullable InetSocketAddress server,
      Predicate<byte[]> losing) {
    byte[] buffer = new byte[LARGEST];
    try {
      while (true) {
        DatagramPacket packet = new DatagramPacket(buffer, LARGEST);
        from.receive(packet);
        if (server != null) {
          client.set(packet.getSocketAddress());
        }
        byte[] octets = Arrays.copyOf(packet.getData(), packet.getLength());
        SocketAddress onward = server == null ? client.get() : server;
        if (losing.test(octets)) {
          lost.incrementAndGet();
        } else if (onward != null) {
          to.send(new DatagramPacket(octets, octets.length, onward));
        }
      }
    } catch (IOException _) {
      // closed
    }
  }

  @Override
  public void close() {
    towardsClient.close();
    towardsServer.close();
    try {
      up.join();
      down.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
