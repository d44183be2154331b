package org.meterhaus.dlms.security;

/**
 * The octet that says how a message is protected (IEC 62056-5-3, clause 9.2.7.2.4.1).
 *
 * @param octet 0..255: bits 0 to 3 suite, 4 authenticated, 5 encrypted, 6 broadcast key, 7
 *     compressed
 */
public record SecurityControl(int octet) {

  /** Suite 0, authenticated and encrypted, unicast key. */
  public static final SecurityControl AUTHENTICATED_ENCRYPTION = new SecurityControl(0x30);

  /** Suite 0, authenticated only: how an HLS proof is made. */
  public static final SecurityControl AUTHENTICATION = new SecurityControl(0x10);

  private static final int BROADCAST = 0x40;
  private static final int COMPRESSED = 0x80;

  public SecurityControl {
    if (octet < 0 || octet > 255) {
      throw new IllegalArgumentException("security control must be 0..255 but was " + octet);
    }
  }

  /** With the unicast (or dedicated) key, not compressed. */
  public static SecurityControl of(SecuritySuite suite, Protection protection) {
    return new SecurityControl(suite.id() | protection.bits());
  }

  /** The same with the key of the broadcast set. */
  public SecurityControl withBroadcastKey() {
    return new SecurityControl(octet | BROADCAST);
  }

  /** Number of the suite, 0..15; only 0 to 2 are defined. */
  public int suiteId() {
    return octet & 0x0F;
  }

  public Protection protection() {
    return Protection.ofBits(octet);
  }

  public boolean authenticated() {
    return protection().authenticated();
  }

  public boolean encrypted() {
    return protection().encrypted();
  }

  /** Whether the global broadcast key is used in place of the unicast key. */
  public boolean broadcast() {
    return (octet & BROADCAST) != 0;
  }

  /** Whether the text was compressed (ITU-T V.44) before it was protected. */
  public boolean compressed() {
    return (octet & COMPRESSED) != 0;
  }

  @Override
  public String toString() {
    return "0x%02X".formatted(octet);
  }
}
