package org.meterhaus.dlms.security;

/** How strongly a message is protected with symmetric keys. */
public enum Protection {
  /** Sent as it is. */
  NONE(0),
  /** Readable, with a tag. */
  AUTHENTICATION(0x10),
  /** Encrypted, without a tag: whoever knows the text can change it on its way. */
  ENCRYPTION(0x20),
  /** Encrypted, with a tag. */
  AUTHENTICATED_ENCRYPTION(0x30);

  private final int bits;

  Protection(int bits) {
    this.bits = bits;
  }

  /** Its bits in a security control octet: 0x10 authenticated, 0x20 encrypted. */
  int bits() {
    return bits;
  }

  static Protection ofBits(int bits) {
    return values()[bits >>> 4 & 3];
  }

  public boolean authenticated() {
    return (bits & AUTHENTICATION.bits) != 0;
  }

  public boolean encrypted() {
    return (bits & ENCRYPTION.bits) != 0;
  }

  /** Whether it protects in every way that {@code required} does. */
  public boolean covers(Protection required) {
    return (bits & required.bits) == required.bits;
  }
}
