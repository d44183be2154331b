package org.meterhaus.dlms.hdlc;

/**
 * The frame check sequence of 16 bits: x^16 + x^12 + x^5 + 1, bits reversed, complemented. It finds
 * every error of up to three bits in a frame of this length.
 *
 * @see "ISO/IEC 13239, 4.2.5.2; RFC 1662, appendix C"
 */
public final class FrameCheck {

  /** Octets of a check sequence. */
  public static final int OCTETS = 2;

  private static final int POLYNOMIAL = 0x8408;
  private static final int[] TABLE = table();

  private FrameCheck() {}

  /**
   * The check sequence of {@code octets[from..to)}.
   *
   * @return 0..65535; its low octet is sent first
   */
  public static int of(byte[] octets, int from, int to) {
    int register = 0xFFFF;
    for (int i = from; i < to; i++) {
      register = (register >>> 8) ^ TABLE[(register ^ octets[i]) & 0xFF];
    }
    return register ^ 0xFFFF;
  }

  /** The check sequence that was sent at {@code position}. */
  static int sentAt(byte[] octets, int position) {
    return (octets[position] & 0xFF) | (octets[position + 1] & 0xFF) << 8;
  }

  /** Writes the check sequence of {@code octets[from..to)} at {@code to}. */
  static void append(byte[] octets, int from, int to) {
    int check = of(octets, from, to);
    octets[to] = (byte) check;
    octets[to + 1] = (byte) (check >>> 8);
  }

  private static int[] table() {
    int[] table = new int[256];
    for (int octet = 0; octet < 256; octet++) {
      int value = octet;
      for (int bit = 0; bit < 8; bit++) {
        value = (value & 1) == 0 ? value >>> 1 : (value >>> 1) ^ POLYNOMIAL;
      }
      table[octet] = value;
    }
    return table;
  }
}
