package org.meterhaus.dlms.security;

import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.spec.SecretKeySpec;
import org.meterhaus.dlms.Bytes;

/**
 * A 128-bit key that never prints itself: no accessor, no {@code toString}, not serializable.
 *
 * <p>Compares in constant time.
 */
public final class SymmetricKey {

  /** Octets of a key of suite 0. */
  public static final int OCTETS = 16;

  private final byte[] octets;

  private SymmetricKey(byte[] owned) {
    if (owned.length != OCTETS) {
      throw new IllegalArgumentException(
          "a key of suite 0 has " + OCTETS + " octets but got " + owned.length);
    }
    this.octets = owned;
  }

  /**
   * From 32 hex digits.
   *
   * @throws IllegalArgumentException if it is anything else; the message does not repeat it
   */
  public static SymmetricKey ofHex(String hex) {
    byte[] octets;
    try {
      octets = HexFormat.of().parseHex(hex);
    } catch (IllegalArgumentException _) {
      // Not as the cause: its message quotes what it could not parse.
      throw new IllegalArgumentException("a key is written as 32 hex digits");
    }
    return new SymmetricKey(octets);
  }

  public static SymmetricKey of(Bytes octets) {
    return new SymmetricKey(octets.toArray());
  }

  SecretKeySpec aes() {
    return new SecretKeySpec(octets, "AES");
  }

  void copyTo(byte[] target, int position) {
    System.arraycopy(octets, 0, target, position, OCTETS);
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
