package org.meterhaus.dlms.transport;

import org.meterhaus.dlms.hdlc.HdlcAddress;
import org.meterhaus.dlms.hdlc.HdlcConfig;

/** How APDUs are carried between a client and a server. */
public sealed interface Framing {

  /** The wrapper over TCP (IEC 62056-4-7): 8 octets before each APDU. */
  record TcpWrapper() implements Framing {}

  /** The wrapper over UDP (IEC 62056-4-7): an APDU a datagram. */
  record UdpWrapper() implements Framing {}

  /** HDLC (IEC 62056-46) over a TCP connection. */
  record HdlcOverTcp(HdlcConfig config) implements Framing {

    /** With {@link HdlcConfig#DEFAULT}. */
    public HdlcOverTcp() {
      this(HdlcConfig.DEFAULT);
    }
  }

  /** HDLC over any line, for clients only; host and port only name it. */
  record HdlcOverStream(HdlcConfig config, OctetStream.Opener opener) implements Framing {}

  /** The largest APDU it can carry, octets. */
  default int maxApduBytes() {
    // An IPv4 datagram has 65535 octets with its headers of 20 and 8.
    return this instanceof UdpWrapper ? 65_507 - WrapperPdu.HEADER_OCTETS : 65_535;
  }

  /**
   * Says if such addresses do not go into its frames.
   *
   * @throws IllegalArgumentException if the client or the logical device has too large a number
   */
  default void requireAddresses(int clientSap, int serverSap) {
    switch (this) {
      case TcpWrapper _, UdpWrapper _ -> {}
      case HdlcOverTcp(HdlcConfig config) -> requireHdlc(config, clientSap, serverSap);
      case HdlcOverStream(HdlcConfig config, OctetStream.Opener _) ->
          requireHdlc(config, clientSap, serverSap);
    }
  }

  private static void requireHdlc(HdlcConfig config, int clientSap, int serverSap) {
    var _ = HdlcAddress.ofClient(clientSap);
    var _ = config.server(serverSap);
  }
}
