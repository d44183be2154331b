package org.meterhaus.dlms.security;

import java.nio.ByteBuffer;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.apdu.Apdu;
import org.meterhaus.dlms.data.OctetWriter;
import org.meterhaus.dlms.security.ApduProtection.Envelope;

/** Takes protected messages apart and puts them together, independently of the library's codec. */
final class ProtectedMessage {

  private ProtectedMessage() {}

  static Apdu.Ciphered parse(Bytes octets) {
    ByteBuffer in = octets.buffer();
    int tag = in.get() & 0xFF;
    Bytes title = Bytes.EMPTY;
    if (Envelope.ofTag(tag).general()) {
      title = Bytes.take(in, in.get());
    }
    int length = in.get() & 0xFF;
    if (length == 0x81) {
      length = in.get() & 0xFF;
    } else if (length == 0x82) {
      length = in.getShort() & 0xFFFF;
    }
    int control = in.get() & 0xFF;
    long counter = in.getInt() & 0xFFFF_FFFFL;
    return new Apdu.Ciphered(tag, title, control, counter, Bytes.take(in, length - 5));
  }

  static Bytes write(Apdu.Ciphered message) {
    OctetWriter out = new OctetWriter().u8(message.tag());
    if (Envelope.ofTag(message.tag()).general()) {
      out.counted(message.systemTitle());
    }
    out.length(5 + message.payload().size()).u8(message.securityControl()).u32(message.counter());
    return out.bytes(message.payload()).toBytes();
  }
}
