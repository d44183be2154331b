package org.meterhaus.dlms.scenario;

import java.net.InetSocketAddress;
import java.time.Duration;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException;
import org.meterhaus.dlms.apdu.Apdu;
import org.meterhaus.dlms.apdu.ApduCodec;
import org.meterhaus.dlms.apdu.Conformance;
import org.meterhaus.dlms.apdu.UnsupportedApdu;
import org.meterhaus.dlms.data.DataLimits;
import org.meterhaus.dlms.security.ApduProtection;
import org.meterhaus.dlms.security.ApduProtection.Envelope;
import org.meterhaus.dlms.security.SystemTitle;
import org.meterhaus.dlms.transport.ApduLink;
import org.meterhaus.dlms.transport.Framing;

/**
 * A client that says what it is told, also what a decent one would not: what attackers are made of.
 */
final class RawClient implements AutoCloseable {

  static final Bytes CHALLENGE = Bytes.ofHex("4b35366956616759");
  private static final Duration WITHIN = Duration.ofSeconds(20);

  private final ApduLink wire;

  RawClient(InetSocketAddress address, int serverSap) throws MeterException {
    wire =
        ApduLink.open(
            new Framing.TcpWrapper(), address, WITHIN, TestNet.CLIENT_SAP, serverSap, 65_535);
  }

  static Bytes proposal(Conformance conformance) {
    return ApduCodec.encode(new Apdu.InitiateRequest(6, conformance, 65_535));
  }

  static Apdu publicAarq(Conformance conformance) {
    return new Apdu.Aarq(Apdu.CONTEXT_LN, null, 0, null, proposal(conformance));
  }

  static Apdu.Aarq hlsAarq(SystemTitle title, ApduProtection protection) throws MeterException {
    Bytes sealed =
        ApduCodec.encode(
            protection.protect(proposal(Conformance.SUPPORTED), Envelope.SERVICE_SPECIFIC));
    return new Apdu.Aarq(
        Apdu.CONTEXT_LN_CIPHERED, title.octets(), Apdu.MECHANISM_HLS_GMAC, CHALLENGE, sealed);
  }

  Apdu ask(Apdu apdu) throws MeterException {
    return ask(ApduCodec.encode(apdu));
  }

  Apdu ask(Bytes octets) throws MeterException {
    send(octets);
    return receive();
  }

  /** The same, the answer as it came. */
  Bytes exchange(Bytes octets) throws MeterException {
    send(octets);
    return wire.receive(WITHIN);
  }

  void send(Bytes octets) throws MeterException {
    wire.send(octets);
  }

  Apdu receive() throws MeterException {
    try {
      return ApduCodec.decode(wire.receive(WITHIN), DataLimits.DEFAULT);
    } catch (UnsupportedApdu e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    wire.close();
  }
}
