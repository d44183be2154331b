package org.meterhaus.dlms.transport;

import org.meterhaus.dlms.Bytes;

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
