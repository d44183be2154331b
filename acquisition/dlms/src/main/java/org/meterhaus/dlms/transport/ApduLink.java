package org.meterhaus.dlms.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.MeterException.TimedOut;
import org.meterhaus.dlms.MeterException.Unreachable;
import org.meterhaus.dlms.hdlc.HdlcConfig;

/**
 * A client's way to one logical device: one APDU out, one APDU in, whatever frames carry them.
 * Blocks; made for virtual threads. Interrupting the thread closes the link. Not thread-safe but
 * for {@link #close}.
 */
public interface ApduLink extends AutoCloseable {

  /**
   * Opens a link; with HDLC, both sides have agreed on its parameters when this returns.
   *
   * @param within for the connection and what has to be agreed on it
   * @param clientSap our client address
   * @param serverSap the logical device
   * @param maxApduBytes largest APDU taken, 1..65535
   * @throws Unreachable if there is no link within that time
   * @throws MeterException if the peer does not open it, or in no way we understand
   */
  static ApduLink open(
      Framing framing,
      InetSocketAddress address,
      Duration within,
      int clientSap,
      int serverSap,
      int maxApduBytes)
      throws MeterException {
    return switch (framing) {
      case Framing.TcpWrapper _ ->
          WrapperLink.connect(address, within, clientSap, serverSap, maxApduBytes);
      case Framing.UdpWrapper _ ->
          UdpLink.open(
              address, clientSap, serverSap, Math.min(maxApduBytes, framing.maxApduBytes()));
      case Framing.HdlcOverTcp(HdlcConfig config) -> {
        long deadline = System.nanoTime() + within.toNanos();
        OctetStream stream = SocketOctets.connect(address, within);
        Duration left = Duration.ofNanos(Math.max(1, deadline - System.nanoTime()));
        yield HdlcLink.open(stream, config, left, clientSap, serverSap, maxApduBytes);
      }
      case Framing.HdlcOverStream(HdlcConfig config, OctetStream.Opener opener) ->
          HdlcLink.open(opened(opener), config, within, clientSap, serverSap, maxApduBytes);
    };
  }

  private static OctetStream opened(OctetStream.Opener opener) throws Unreachable {
    try {
      return opener.open();
    } catch (IOException e) {
      throw new Unreachable("cannot open the line", e);
    }
  }

  /**
   * Sends an APDU; it need not have arrived when this returns.
   *
   * @throws Unreachable if the link is lost
   */
  void send(Bytes apdu) throws MeterException;

  /**
   * Waits for the next APDU.
   *
   * @param within for the whole of it, not for its next octet
   * @throws TimedOut if it is not whole by then
   * @throws Unreachable if the link is lost
   * @throws Malformed if what came is no frame, not for us, or larger than agreed
   */
  Bytes receive(Duration within) throws MeterException;

  /** Ends the link, politely where the framing has a word for it; never throws. */
  @Override
  void close();
}
