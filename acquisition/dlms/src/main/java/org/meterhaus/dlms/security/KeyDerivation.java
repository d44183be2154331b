package org.meterhaus.dlms.security;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import org.meterhaus.dlms.Bytes;

/**
 * The concatenation key derivation function of NIST SP 800-56A, section 5.8.1, with the other
 * information that DLMS gives it (IEC 62056-5-3, clause 5.3.4.6): algorithm, party U, party V.
 */
final class KeyDerivation {

  /** What the key will be used for; last arc of {2 16 756 5 8 3}. */
  enum Use {
    /** AES-GCM. */
    ENCRYPTION(0),
    /** AES key wrap. */
    WRAPPING(2);

    private final int arc;

    Use(int arc) {
      this.arc = arc;
    }
  }

  private static final byte[] ALGORITHM = {0x60, (byte) 0x85, 0x74, 0x05, 0x08, 0x03};
  private static final byte[] FIRST_ROUND = {0, 0, 0, 1};

  private KeyDerivation() {}

  /**
   * A key of the suite's length: one round of the digest is always enough.
   *
   * @param secret shared, erased when done
   * @param partyU who began, with its nonce if the scheme has one
   * @param partyV the other
   */
  static SymmetricKey derive(
      SecuritySuite suite, Use use, byte[] secret, Bytes partyU, Bytes partyV) {
    try {
      MessageDigest digest = MessageDigest.getInstance(suite.curve().digest());
      digest.update(FIRST_ROUND);
      digest.update(secret);
      digest.update(ALGORITHM);
      digest.update((byte) (use.arc + (suite == SecuritySuite.SUITE_2 ? 1 : 0)));
      digest.update(partyU.buffer());
      digest.update(partyV.buffer());
      byte[] octets = digest.digest();
      SymmetricKey key = SymmetricKey.of(Bytes.copyOf(octets, 0, suite.keyOctets()));
      Arrays.fill(octets, (byte) 0);
      return key;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no " + suite.curve().digest(), e);
    } finally {
      Arrays.fill(secret, (byte) 0);
    }
  }
}
