package org.meterhaus.dlms.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.meterhaus.dlms.hdlc.HdlcConfig;

/** Listens at one port and hands whole, addressed APDUs to a handler a connection. */
public interface ApduServer extends AutoCloseable {

  /**
   * What a port puts up with.
   *
   * @param maxConnections at once, at least 1
   * @param maxConnectionsPerPeer at once from one IP address, at least 1
   * @param maxApduBytes largest APDU taken, 1..65535
   * @param frameWithin a frame that is begun and not whole after that closes the connection
   * @param idleWithin a connection that sends nothing for so long is closed
   * @param sendWithin a connection that takes nothing for so long is closed
   */
  record Limits(
      int maxConnections,
      int maxConnectionsPerPeer,
      int maxApduBytes,
      Duration frameWithin,
      Duration idleWithin,
      Duration sendWithin) {}

  /**
   * What is done with one connection. Called on a thread of {@link ServerLoops}: must not block.
   */
  interface Handler {
    void received(AddressedApdu apdu);

    /**
     * A client has connected to a logical device anew, or disconnected from it, where the framing
     * has such a thing (HDLC): an association of the two is gone, the connection is not.
     */
    void reset(int clientSap, int serverSap);

    /** The connection is gone; called once. */
    void closed();
  }

  /**
   * Starts to listen.
   *
   * @param handlers makes the handler of a new connection; must not block
   * @throws IOException if it cannot listen there
   * @throws IllegalArgumentException if the framing is for clients only
   */
  static ApduServer listen(
      ServerLoops loops,
      InetSocketAddress address,
      Framing framing,
      Limits limits,
      Function<ApduConnection, Handler> handlers)
      throws IOException {
    return switch (framing) {
      case Framing.TcpWrapper _ ->
          TcpServer.listen(
              loops,
              address,
              limits,
              connection -> WrapperConnection.over(connection, limits, handlers));
      case Framing.UdpWrapper _ -> UdpServer.listen(loops, address, limits, handlers);
      case Framing.HdlcOverTcp(HdlcConfig config) ->
          TcpServer.listen(
              loops,
              address,
              limits,
              connection -> HdlcConnection.over(connection, config, limits, handlers));
      case Framing.HdlcOverStream _ ->
          throw new IllegalArgumentException("a server cannot listen at a line of octets");
    };
  }

  /** Where it listens, with the port it took. */
  InetSocketAddress address();

  /** How many connections ended for which reason since the start; reasons that never were, lack. */
  Map<CloseReason, Long> closed();

  /**
   * Stops listening and closes every connection; both are done when it returns. If the {@link
   * ServerLoops} were closed before, they have done it already.
   */
  @Override
  void close();
}
