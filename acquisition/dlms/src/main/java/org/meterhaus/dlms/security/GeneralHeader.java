package org.meterhaus.dlms.security;

import java.nio.ByteBuffer;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.data.OctetWriter;

/**
 * What general-ciphering and general-signing say of a message (IEC 62056-5-3, clause 9.5). Each is
 * authenticated or signed with it; each may be empty.
 *
 * @param transactionId tells exchanges apart, at most 255 octets
 * @param originator system title of who sent it
 * @param recipient system title of whom it is for
 * @param dateTime when it was sent
 * @param otherInformation for the parties to agree on
 */
public record GeneralHeader(
    Bytes transactionId,
    Bytes originator,
    Bytes recipient,
    Bytes dateTime,
    Bytes otherInformation) {

  /** Without date-time and other information. */
  public static GeneralHeader of(
      Bytes transactionId, SystemTitle originator, SystemTitle recipient) {
    return new GeneralHeader(
        transactionId, originator.octets(), recipient.octets(), Bytes.EMPTY, Bytes.EMPTY);
  }

  /** All five, each with its length: what is authenticated or signed. */
  Bytes encode() {
    OctetWriter out = new OctetWriter();
    out.counted(transactionId).counted(originator).counted(recipient);
    return out.counted(dateTime).counted(otherInformation).toBytes();
  }

  static GeneralHeader decode(ByteBuffer in) throws Malformed {
    return new GeneralHeader(counted(in), counted(in), counted(in), counted(in), counted(in));
  }

  /** The next octet, 0..255. */
  static int octet(ByteBuffer in) throws Malformed {
    if (!in.hasRemaining()) {
      throw new Malformed("APDU is truncated", in.position());
    }
    return in.get() & 0xFF;
  }

  /** Octets with their length before them. */
  static Bytes counted(ByteBuffer in) throws Malformed {
    int start = in.position();
    int first = octet(in);
    long length = first;
    if (first > 0x80) {
      int octets = first - 0x80;
      if (octets > 4) {
        throw new Malformed("length of " + octets + " octets", start);
      }
      length = 0;
      for (int i = 0; i < octets; i++) {
        length = length << 8 | octet(in);
      }
    } else if (first == 0x80) {
      throw new Malformed("indefinite length", start);
    }
    if (length > in.remaining()) {
      throw new Malformed(length + " octets announced but " + in.remaining() + " left", start);
    }
    return Bytes.take(in, (int) length);
  }
}
