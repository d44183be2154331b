package org.meterhaus.dlms.transport;

import java.nio.ByteBuffer;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;

/**
 * An APDU in the TCP wrapper (IEC 62056-4-7): version 1, source, destination, length, APDU.
 *
 * @param source wrapper port of the sender, 0..65535
 * @param destination wrapper port of the receiver, 0..65535
 * @param apdu 1..65535 octets
 */
record WrapperPdu(int source, int destination, Bytes apdu) {

  /** Octets before the APDU. */
  static final int HEADER_OCTETS = 8;

  static final int VERSION = 1;

  public WrapperPdu {
    requirePort(source, "source");
    requirePort(destination, "destination");
    if (apdu.isEmpty() || apdu.size() > 65_535) {
      throw new IllegalArgumentException(
          "an APDU must have 1..65535 octets but had " + apdu.size());
    }
  }

  /** Header and APDU. */
  byte[] frame() {
    byte[] frame = new byte[HEADER_OCTETS + apdu.size()];
    put(frame, 0, VERSION);
    put(frame, 2, source);
    put(frame, 4, destination);
    put(frame, 6, apdu.size());
    apdu.copyTo(frame, HEADER_OCTETS);
    return frame;
  }

  /**
   * Reads the header of an answer.
   *
   * @return octets of the APDU behind it
   * @throws Malformed if it is no such header, not for us, or the APDU is larger than agreed
   */
  static int answerLength(ByteBuffer header, int clientSap, int serverSap, int maxApduBytes)
      throws Malformed {
    int version = header.getShort() & 0xFFFF;
    int source = header.getShort() & 0xFFFF;
    int destination = header.getShort() & 0xFFFF;
    int length = header.getShort() & 0xFFFF;
    if (version != VERSION) {
      throw new Malformed("wrapper version must be 1 but was " + version);
    }
    if (source != serverSap || destination != clientSap) {
      throw new Malformed(
          "expected wrapper ports %d to %d but got %d to %d"
              .formatted(serverSap, clientSap, source, destination));
    }
    if (length < 1 || length > maxApduBytes) {
      throw new Malformed("APDU must have 1.." + maxApduBytes + " octets but had " + length);
    }
    return length;
  }

  private static void put(byte[] frame, int position, int value) {
    frame[position] = (byte) (value >>> 8);
    frame[position + 1] = (byte) value;
  }

  private static void requirePort(int port, String name) {
    if (port < 0 || port > 65_535) {
      throw new IllegalArgumentException(name + " must be 0..65535 but was " + port);
    }
  }
}
