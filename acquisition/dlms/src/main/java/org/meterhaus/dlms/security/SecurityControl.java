package org.meterhaus.dlms.security;

/**
 * The octet that says how a message is protected (IEC 62056-5-3, clause 9.2.7.2.4.1).
 *
 * @param octet 0..255: bits 0 to 3 suite, 4 authenticated, 5 encrypted, 6 broadcast key, 7
 *     compressed
 */
public record SecurityControl(int octet) {

  /** Suite 0, authenticated and encrypted, unicast key: what every service is protected with. */
  public static final SecurityControl AUTHENTICATED_ENCRYPTION = new SecurityControl(0x30);

  /** Suite 0, authenticated only: how an HLS proof is made. */
  public static final SecurityControl AUTHENTICATION = new SecurityControl(0x10);

  public SecurityControl {
    if (octet < 0 || octet > 255) {
      throw new IllegalArgumentException("security control must be 0..255 but was " + octet);
    }
  }

  public boolean encrypted() {
    return (octet & 0x20) != 0;
  }

  @Override
  public String toString() {
    return "0x%02X".formatted(octet);
  }
}
