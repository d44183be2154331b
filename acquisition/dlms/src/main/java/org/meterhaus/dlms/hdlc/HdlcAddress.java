package org.meterhaus.dlms.hdlc;

import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;

/**
 * An HDLC address. A client's has one octet; a server's has one (logical device only), two or four
 * (logical and physical device, 7 or 14 bits each).
 *
 * @param octets 1, 2 or 4
 * @param upper client, or logical device: 0..127, with four octets 0..16383
 * @param lower physical device, same range; 0 with one octet
 * @see "IEC 62056-46, 6.4.2"
 */
public record HdlcAddress(int octets, int upper, int lower) {

  private static final int SEVEN_BITS = 0x7F;
  private static final int FOURTEEN_BITS = 0x3FFF;

  public HdlcAddress {
    if (octets != 1 && octets != 2 && octets != 4) {
      throw new IllegalArgumentException("an address has 1, 2 or 4 octets, not " + octets);
    }
    int most = octets == 4 ? FOURTEEN_BITS : SEVEN_BITS;
    requireRange(upper, most, "upper");
    requireRange(lower, octets == 1 ? 0 : most, "lower");
  }

  /**
   * The address of a client.
   *
   * @param client 0..127; 16 is the public client
   */
  public static HdlcAddress ofClient(int client) {
    return new HdlcAddress(1, client, 0);
  }

  /** Whether it names all stations, or no station. */
  public boolean isBroadcast() {
    int all = octets == 4 ? FOURTEEN_BITS : SEVEN_BITS;
    return upper == all || (octets > 1 && lower == all);
  }

  /**
   * Octets of the address that starts at {@code from}: up to and with the first odd one.
   *
   * @param to end of what may be read
   * @return 1..4, 0 if it is longer, -1 if it goes on past {@code to}
   */
  static int octetsAt(byte[] frame, int from, int to) {
    for (int octets = 1; octets <= 4; octets++) {
      if (from + octets > to) {
        return -1;
      }
      if ((frame[from + octets - 1] & 1) == 1) {
        return octets;
      }
    }
    return 0;
  }

  /**
   * Reads exactly one address.
   *
   * @throws Malformed if it has not one, two or four octets
   */
  public static HdlcAddress decode(Bytes octets) throws Malformed {
    HdlcAddress address = read(octets.toArray(), 0, 0, octets.size());
    if (address.octets != octets.size()) {
      throw new Malformed("octets after the address", address.octets);
    }
    return address;
  }

  /**
   * Reads an address of a frame.
   *
   * @param from where the frame starts
   * @param offset of the address in it
   * @param to where the frame ends
   * @throws Malformed if it has not one, two or four octets; the offset counts from {@code from}
   */
  static HdlcAddress read(byte[] frame, int from, int offset, int to) throws Malformed {
    int at = from + offset;
    int octets = octetsAt(frame, at, to);
    return switch (octets) {
      case 1 -> new HdlcAddress(1, bits(frame, at), 0);
      case 2 -> new HdlcAddress(2, bits(frame, at), bits(frame, at + 1));
      case 4 ->
          new HdlcAddress(
              4,
              bits(frame, at) << 7 | bits(frame, at + 1),
              bits(frame, at + 2) << 7 | bits(frame, at + 3));
      case -1 -> throw new Malformed("frame ends within an address", to - from);
      case 3 -> throw new Malformed("an address has 1, 2 or 4 octets, not 3", offset);
      default -> throw new Malformed("an address has at most 4 octets", offset);
    };
  }

  /** Writes it at {@code position}; the last octet has its lowest bit set. */
  void write(byte[] frame, int position) {
    switch (octets) {
      case 1 -> frame[position] = (byte) (upper << 1 | 1);
      case 2 -> {
        frame[position] = (byte) (upper << 1);
        frame[position + 1] = (byte) (lower << 1 | 1);
      }
      default -> {
        frame[position] = (byte) (upper >>> 7 << 1);
        frame[position + 1] = (byte) (upper << 1);
        frame[position + 2] = (byte) (lower >>> 7 << 1);
        frame[position + 3] = (byte) (lower << 1 | 1);
      }
    }
  }

  private static int bits(byte[] frame, int position) {
    return (frame[position] & 0xFF) >>> 1;
  }

  private static void requireRange(int value, int most, String name) {
    if (value < 0 || value > most) {
      throw new IllegalArgumentException(name + " must be 0.." + most + " but was " + value);
    }
  }
}
