package org.meterhaus.dlms.security;

import java.nio.charset.StandardCharsets;
import org.meterhaus.dlms.Bytes;

/**
 * Names one party of a ciphered exchange; half of the GCM nonce, so no two parties that share a key
 * may share a title.
 *
 * @param octets exactly 8; the first three are the manufacturer's letters
 */
public record SystemTitle(Bytes octets) {

  /** Length on the wire. */
  public static final int OCTETS = 8;

  public SystemTitle {
    if (octets.size() != OCTETS) {
      throw new IllegalArgumentException(
          "a system title has " + OCTETS + " octets but got " + octets.size());
    }
  }

  /** From 16 hex digits. */
  public static SystemTitle ofHex(String hex) {
    return new SystemTitle(Bytes.ofHex(hex));
  }

  /**
   * Three letters of the manufacturer and a serial number.
   *
   * @param serial 0..2^40-1
   */
  public static SystemTitle of(String manufacturer, long serial) {
    byte[] letters = manufacturer.getBytes(StandardCharsets.US_ASCII);
    if (letters.length != 3 || serial < 0 || serial >= 1L << 40) {
      throw new IllegalArgumentException(
          "need 3 letters and 0..2^40-1 but got " + manufacturer + ", " + serial);
    }
    byte[] octets = new byte[OCTETS];
    System.arraycopy(letters, 0, octets, 0, 3);
    for (int i = 0; i < 5; i++) {
      octets[3 + i] = (byte) (serial >>> (8 * (4 - i)));
    }
    return new SystemTitle(Bytes.copyOf(octets));
  }

  @Override
  public String toString() {
    return octets.toString();
  }
}
