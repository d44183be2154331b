package org.meterhaus.dlms.security;

import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.spec.SecretKeySpec;
import org.meterhaus.dlms.Bytes;

/**
 * An AES key that never prints itself: no public accessor, no {@code toString}, not serializable.
 *
 * <p>Compares in constant time.
 */
public final class SymmetricKey {

  /** Octets of a key of suites 0 and 1. */
  public static final int OCTETS = 16;

  /** Octets of a key of suite 2. */
  public static final int OCTETS_SUITE_2 = 32;

  private final byte[] octets;

  private SymmetricKey(byte[] owned) {
    if (owned.length != OCTETS && owned.length != OCTETS_SUITE_2) {
      throw new IllegalArgumentException(
          "a key has 16 octets (suites 0 and 1) or 32 (suite 2) but got " + owned.length);
    }
    this.octets = owned;
  }

  /**
   * From 32 or 64 hex digits.
   *
   * @throws IllegalArgumentException if it is anything else; the message does not repeat it
   */
  public static SymmetricKey ofHex(String hex) {
    byte[] octets;
    try {
      octets = HexFormat.of().parseHex(hex);
    } catch (IllegalArgumentException _) {
      // Not as the cause: its message quotes what it could not parse.
      throw new IllegalArgumentException("a key is written as 32 or 64 hex digits");
    }
    return new SymmetricKey(octets);
  }

  /** From 16 or 32 octets. */
  public static SymmetricKey of(Bytes octets) {
    return new SymmetricKey(octets.toArray());
  }

  /** A new key of the length that a suite wants. */
  public static SymmetricKey generate(SecuritySuite suite, SecureRandom random) {
    byte[] octets = new byte[suite.keyOctets()];
    random.nextBytes(octets);
    return new SymmetricKey(octets);
  }

  /** Its length, 16 or 32. */
  public int size() {
    return octets.length;
  }

  SecretKeySpec aes() {
    return new SecretKeySpec(octets, "AES");
  }

  void copyTo(byte[] target, int position) {
    System.arraycopy(octets, 0, target, position, octets.length);
  }

  /** The key itself, for those in this package who have to send or store it under another key. */
  byte[] toArray() {
    return octets.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SymmetricKey that && MessageDigest.isEqual(octets, that.octets);
  }

  /** The same for every key, so that it tells nothing. */
  @Override
  public int hashCode() {
    return OCTETS;
  }

  @Override
  public String toString() {
    return "SymmetricKey[hidden]";
  }
}
