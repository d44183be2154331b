package org.meterhaus.dlms.security;

/**
 * Which algorithms an association uses (IEC 62056-5-3, clause 5.3.7): AES-GCM and AES key wrap
 * always, elliptic curves from suite 1 on.
 */
public enum SecuritySuite {
  /** AES-128; no public keys. */
  SUITE_0(0, 16),
  /** AES-128, and P-256 with SHA-256. */
  SUITE_1(1, 16),
  /** AES-256, and P-384 with SHA-384. */
  SUITE_2(2, 32);

  private final int id;
  private final int keyOctets;

  SecuritySuite(int id, int keyOctets) {
    this.id = id;
    this.keyOctets = keyOctets;
  }

  /** Its number in security control octets and in Security Setup. */
  public int id() {
    return id;
  }

  /** Octets of each of its symmetric keys. */
  public int keyOctets() {
    return keyOctets;
  }

  /**
   * The curve of its public keys.
   *
   * @throws IllegalStateException for suite 0, which has none
   */
  public EcCurve curve() {
    return switch (this) {
      case SUITE_0 -> throw new IllegalStateException("suite 0 has no public keys");
      case SUITE_1 -> EcCurve.P256;
      case SUITE_2 -> EcCurve.P384;
    };
  }

  public boolean hasCurve() {
    return this != SUITE_0;
  }

  /**
   * The suite of a number.
   *
   * @param id 0..2
   * @throws IllegalArgumentException if there is none
   */
  public static SecuritySuite of(int id) {
    for (SecuritySuite suite : values()) {
      if (suite.id == id) {
        return suite;
      }
    }
    throw new IllegalArgumentException("security suite must be 0..2 but was " + id);
  }
}
