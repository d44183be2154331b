package org.meterhaus.dlms.mbus;

import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;

/**
 * A long frame with a piece of an APDU.
 *
 * @param control C field, 0..255; 53h sends user data
 * @param address A field, 0..255; FFh is for all
 * @param controlInformation CI field, 0..255: 00h to 1Fh is a piece of an APDU, its lower four bits
 *     count the pieces, 10h marks the last
 * @param source the sender's service access point, 0..255
 * @param destination the receiver's service access point, 0..255
 * @param payload at most 255 octets
 * @see "EN 13757-2, 5; EN 13757-1, transport with CI 00h to 1Fh"
 */
public record MbusFrame(
    int control, int address, int controlInformation, int source, int destination, Bytes payload) {

  static final int START = 0x68;
  static final int STOP = 0x16;

  /** Start, length twice, start. */
  static final int HEADER_OCTETS = 4;

  /** Check sum and stop. */
  static final int TRAILER_OCTETS = 2;

  /** C, A, CI and two service access points: no length is less. */
  static final int MIN_LENGTH = 5;

  private static final int LENGTHS = 256;
  private static final int LAST = 0x10;

  public MbusFrame {
    require(control, "control");
    require(address, "address");
    require(controlInformation, "controlInformation");
    require(source, "source");
    require(destination, "destination");
    if (payload.size() > LENGTHS - 1) {
      throw new IllegalArgumentException("a payload has at most 255 octets, not " + payload.size());
    }
  }

  /** Whether it is a piece of an APDU. */
  public boolean isPiece() {
    return controlInformation <= 0x1F;
  }

  /** Which piece of an APDU it is, 0..15. */
  public int number() {
    return controlInformation & 0x0F;
  }

  /** Whether it is the last piece of an APDU. */
  public boolean isLast() {
    return (controlInformation & LAST) != 0;
  }

  /** The frame. */
  public byte[] encode() {
    int length = MIN_LENGTH + payload.size();
    byte[] frame = new byte[HEADER_OCTETS + length + TRAILER_OCTETS];
    frame[0] = START;
    frame[1] = (byte) length;
    frame[2] = (byte) length;
    frame[3] = START;
    frame[4] = (byte) control;
    frame[5] = (byte) address;
    frame[6] = (byte) controlInformation;
    frame[7] = (byte) source;
    frame[8] = (byte) destination;
    payload.copyTo(frame, HEADER_OCTETS + MIN_LENGTH);
    frame[HEADER_OCTETS + length] = (byte) checkSum(frame, HEADER_OCTETS, length);
    frame[HEADER_OCTETS + length + 1] = STOP;
    return frame;
  }

  /**
   * Reads a frame.
   *
   * @throws Malformed if it is none; offsets count from its start
   */
  public static MbusFrame decode(Bytes octets) throws Malformed {
    byte[] frame = octets.toArray();
    int octetsWanted = octets(frame, 0, frame.length);
    if (octetsWanted != frame.length) {
      throw new Malformed(
          octetsWanted < 0
              ? "frame ends within its header"
              : "frame of %d octets says it has %d".formatted(frame.length, octetsWanted),
          frame.length);
    }
    return decode(frame, 0, frame.length);
  }

  static MbusFrame decode(byte[] frame, int from, int to) throws Malformed {
    int checkAt = to - from - TRAILER_OCTETS;
    int sum = checkSum(frame, from + HEADER_OCTETS, checkAt - HEADER_OCTETS);
    int sent = frame[from + checkAt] & 0xFF;
    if (sum != sent) {
      throw new Malformed("check sum is %02x but must be %02x".formatted(sent, sum), checkAt);
    }
    if (frame[to - 1] != STOP) {
      throw new Malformed("frame must end with 16", checkAt + 1);
    }
    int at = from + HEADER_OCTETS;
    return new MbusFrame(
        frame[at] & 0xFF,
        frame[at + 1] & 0xFF,
        frame[at + 2] & 0xFF,
        frame[at + 3] & 0xFF,
        frame[at + 4] & 0xFF,
        Bytes.copyOf(frame, at + MIN_LENGTH, from + checkAt));
  }

  /**
   * Octets of the frame that starts at {@code from}, as it says itself. A length that is less than
   * any frame has is one that did not fit into its octet: some meters fill frames up to 257.
   *
   * @return at least 11, or -1 if that has not arrived
   * @throws Malformed if no long frame starts there
   */
  static int octets(byte[] frame, int from, int to) throws Malformed {
    if (to > from && frame[from] != START) {
      throw new Malformed("a long frame begins with 68", 0);
    }
    if (to - from > 2 && frame[from + 1] != frame[from + 2]) {
      throw new Malformed("the two lengths of a frame differ", 2);
    }
    if (to - from < HEADER_OCTETS) {
      return -1;
    }
    if (frame[from + 3] != START) {
      throw new Malformed("the length is to be followed by 68", 3);
    }
    int length = frame[from + 1] & 0xFF;
    return HEADER_OCTETS + (length < MIN_LENGTH ? length + LENGTHS : length) + TRAILER_OCTETS;
  }

  private static int checkSum(byte[] octets, int from, int count) {
    int sum = 0;
    for (int i = from; i < from + count; i++) {
      sum += octets[i] & 0xFF;
    }
    return sum & 0xFF;
  }

  private static void require(int octet, String name) {
    if (octet < 0 || octet > 0xFF) {
      throw new IllegalArgumentException(name + " must be 0..255 but was " + octet);
    }
  }
}
