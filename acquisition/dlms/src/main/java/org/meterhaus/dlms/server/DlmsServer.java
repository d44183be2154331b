package org.meterhaus.dlms.server;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.apdu.Apdu;
import org.meterhaus.dlms.apdu.ApduCodec;
import org.meterhaus.dlms.transport.ApduServer;
import org.meterhaus.dlms.transport.CloseReason;
import org.meterhaus.dlms.transport.Framing;
import org.meterhaus.dlms.transport.ServerLoops;

/**
 * Serves logical devices at one port. A port costs a few kilobytes and no thread, so one JVM
 * carries thousands of servers that share {@link ServerLoops}, or hundreds of devices at one port;
 * an idle connection costs no thread either.
 *
 * <p>Requests of one connection are answered one after another, in their order, each on a virtual
 * thread; connections do not wait for each other.
 */
public final class DlmsServer implements AutoCloseable {

  /**
   * One for all: it is thread-safe. Made when the first connection comes, since it takes a while.
   */
  private static final class Chance {
    private static final SecureRandom RANDOM = new SecureRandom();
  }

  private final ApduServer server;
  private final @Nullable ServerLoops ownLoops;
  private final List<ServerConnection> connections;

  private DlmsServer(
      ApduServer server, @Nullable ServerLoops ownLoops, List<ServerConnection> connections) {
    this.server = server;
    this.ownLoops = ownLoops;
    this.connections = connections;
  }

  /**
   * Starts a server with a socket thread of its own.
   *
   * @param address where to listen; port 0 takes a free one
   * @throws IOException if it cannot listen there
   */
  public static DlmsServer start(
      InetSocketAddress address, List<LogicalDevice> devices, ServerLimits limits)
      throws IOException {
    return start(address, new Framing.TcpWrapper(), devices, limits);
  }

  /**
   * Starts a server in any framing with a socket thread of its own.
   *
   * @param address where to listen; port 0 takes a free one
   * @throws IOException if it cannot listen there
   */
  public static DlmsServer start(
      InetSocketAddress address, Framing framing, List<LogicalDevice> devices, ServerLimits limits)
      throws IOException {
    ServerLoops loops = ServerLoops.start(1);
    try {
      return listen(loops, loops, address, framing, devices, limits);
    } catch (IOException | RuntimeException e) {
      loops.close();
      throw e;
    }
  }

  /**
   * Starts a server on threads it shares with others; closing the server leaves them running.
   *
   * @param address where to listen; port 0 takes a free one
   * @throws IOException if it cannot listen there
   */
  public static DlmsServer start(
      ServerLoops loops,
      InetSocketAddress address,
      List<LogicalDevice> devices,
      ServerLimits limits)
      throws IOException {
    return start(loops, address, new Framing.TcpWrapper(), devices, limits);
  }

  /**
   * Starts a server in any framing on threads it shares with others.
   *
   * @param address where to listen; port 0 takes a free one
   * @throws IOException if it cannot listen there
   */
  public static DlmsServer start(
      ServerLoops loops,
      InetSocketAddress address,
      Framing framing,
      List<LogicalDevice> devices,
      ServerLimits limits)
      throws IOException {
    return listen(loops, null, address, framing, devices, limits);
  }

  private static DlmsServer listen(
      ServerLoops loops,
      @Nullable ServerLoops ownLoops,
      InetSocketAddress address,
      Framing framing,
      List<LogicalDevice> devices,
      ServerLimits limits)
      throws IOException {
    Map<Integer, ServedDevice> bySap = bySap(devices);
    ServerLimits carried =
        limits.withMaxApduBytes(Math.min(limits.maxApduBytes(), framing.maxApduBytes()));
    List<ServerConnection> connections = new CopyOnWriteArrayList<>();
    ApduServer server =
        ApduServer.listen(
            loops,
            address,
            framing,
            new ApduServer.Limits(
                limits.maxConnections(),
                limits.maxConnectionsPerPeer(),
                carried.maxApduBytes(),
                limits.frameWithin(),
                limits.idleWithin(),
                limits.sendWithin()),
            connection -> {
              var served =
                  new ServerConnection(
                      connection, bySap, carried, Chance.RANDOM, connections::remove);
              connections.add(served);
              return served;
            });
    return new DlmsServer(server, ownLoops, connections);
  }

  private static Map<Integer, ServedDevice> bySap(List<LogicalDevice> devices) {
    if (devices.size() == 1) {
      // As in a process with ten thousand ports: as little as there can be.
      return Map.of(devices.getFirst().sap(), new ServedDevice(devices.getFirst()));
    }
    Map<Integer, ServedDevice> bySap = new HashMap<>();
    for (LogicalDevice device : devices) {
      if (bySap.put(device.sap(), new ServedDevice(device)) != null) {
        throw new IllegalArgumentException("two devices at logical device address " + device.sap());
      }
    }
    return bySap;
  }

  /**
   * What becomes of a notification.
   *
   * @param reached associations that it goes out over
   * @param tooLong associations whose client takes nothing of that length, neither whole nor in
   *     blocks: it has to be pushed to a destination, or told in parts
   */
  public record Notified(int reached, int tooLong) {}

  /**
   * Sends a notification to a client of a device over each association that is open now, protected
   * as answers are there; in blocks that nobody confirms, if it is long and the client agreed on
   * general block transfer. Does not wait: a client that did not agree on such notifications, or
   * does not read, does not get it.
   */
  public Notified notifyClients(int clientSap, int serverSap, Apdu.Notification what) {
    int octets = ApduCodec.encode(what).size();
    int reached = 0;
    int tooLong = 0;
    for (ServerConnection connection : connections) {
      switch (connection.tell(clientSap, serverSap, what, octets)) {
        case IN_LINE -> reached++;
        case TOO_LONG -> tooLong++;
        case NOT -> {}
      }
    }
    return new Notified(reached, tooLong);
  }

  /** Where it listens, with the port it took. */
  public InetSocketAddress address() {
    return server.address();
  }

  /** How many connections ended for which reason since the start. */
  public Map<CloseReason, Long> closed() {
    return server.closed();
  }

  /** Stops listening and closes every connection. */
  @Override
  public void close() {
    server.close();
    if (ownLoops != null) {
      ownLoops.close();
    }
  }
}
