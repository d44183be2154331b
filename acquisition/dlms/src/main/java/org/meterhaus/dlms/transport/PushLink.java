package org.meterhaus.dlms.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.MeterException.Unreachable;
import org.meterhaus.dlms.hdlc.HdlcAddress;
import org.meterhaus.dlms.hdlc.HdlcConfig;
import org.meterhaus.dlms.hdlc.HdlcControl;
import org.meterhaus.dlms.hdlc.HdlcFrame;
import org.meterhaus.dlms.hdlc.Llc;

/**
 * A device's way to whom it pushes to: APDUs out, nothing comes back. Blocks; made for virtual
 * threads. Not thread-safe.
 */
public interface PushLink extends AutoCloseable {

  /**
   * Opens a way.
   *
   * @param serverSap the logical device that pushes
   * @param clientSap whom it pushes to
   * @throws Unreachable if there is no connection within that time; a datagram needs none
   */
  static PushLink open(
      Framing framing, InetSocketAddress address, Duration within, int serverSap, int clientSap)
      throws MeterException {
    return switch (framing) {
      case Framing.TcpWrapper _, Framing.UdpWrapper _ ->
          // Seen from the link, who sends first is the client.
          new OfLink(
              ApduLink.open(
                  framing,
                  address,
                  within,
                  /* clientSap= */ serverSap,
                  /* serverSap= */ clientSap,
                  framing.maxApduBytes()));
      case Framing.HdlcOverTcp(HdlcConfig config) ->
          new OfLine(
              SocketOctets.connect(address, within),
              config.server(serverSap),
              HdlcAddress.ofClient(clientSap));
      case Framing.HdlcOverStream _ ->
          throw new IllegalArgumentException("a line of octets is not pushed to");
    };
  }

  /** The largest APDU that one frame carries, octets. */
  static int maxApduBytes(Framing framing) {
    return switch (framing) {
      case Framing.TcpWrapper _, Framing.UdpWrapper _ -> framing.maxApduBytes();
      case Framing.HdlcOverTcp _, Framing.HdlcOverStream _ ->
          HdlcFrame.MAX_INFORMATION_OCTETS - Llc.RESPONSE.size();
    };
  }

  /**
   * Sends an APDU; nobody says whether it arrives.
   *
   * @throws Unreachable if the connection is lost
   */
  void send(Bytes apdu) throws MeterException;

  @Override
  void close();

  /** In the wrapper. */
  record OfLink(ApduLink link) implements PushLink {
    @Override
    public void send(Bytes apdu) throws MeterException {
      link.send(apdu);
    }

    @Override
    public void close() {
      link.close();
    }
  }

  /** In unnumbered frames, to a station that has not connected. */
  record OfLine(OctetStream line, HdlcAddress server, HdlcAddress client) implements PushLink {
    @Override
    public void send(Bytes apdu) throws MeterException {
      Bytes information = Llc.RESPONSE.concat(apdu);
      HdlcFrame frame =
          new HdlcFrame(client, server, false, new HdlcControl.Ui(false), information);
      try {
        line.write(frame.encode());
      } catch (IOException e) {
        throw new Unreachable("connection lost while sending", e);
      }
    }

    @Override
    public void close() {
      Quietly.close(line);
    }
  }
}
