package org.meterhaus.dlms.security;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.SecurityRefused;

/** AES key wrap (RFC 3394): keys on their way under a key encryption key. */
public final class KeyWrap {

  /** By how many octets a key grows. */
  public static final int OVERHEAD = 8;

  private KeyWrap() {}

  /** A key under another. */
  public static Bytes wrap(SymmetricKey encryptionKey, SymmetricKey key) {
    byte[] octets = key.toArray();
    try {
      return Bytes.copyOf(wrap(encryptionKey.aes(), octets));
    } finally {
      Arrays.fill(octets, (byte) 0);
    }
  }

  /**
   * The key that was wrapped.
   *
   * @throws SecurityRefused if it was not wrapped under this key, was altered, or is not of the
   *     suite's length
   */
  public static SymmetricKey unwrap(SecuritySuite suite, SymmetricKey encryptionKey, Bytes wrapped)
      throws SecurityRefused {
    if (wrapped.size() != suite.keyOctets() + OVERHEAD) {
      throw new SecurityRefused("wrapped key is not of the suite's length");
    }
    return SymmetricKey.of(Bytes.copyOf(unwrap(encryptionKey.aes(), wrapped.toArray())));
  }

  static byte[] wrap(SecretKeySpec encryptionKey, byte[] key) {
    try {
      Cipher cipher = Cipher.getInstance("AES/KW/NoPadding");
      cipher.init(Cipher.ENCRYPT_MODE, encryptionKey);
      return cipher.doFinal(key);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES key wrap failed", e);
    }
  }

  static byte[] unwrap(SecretKeySpec encryptionKey, byte[] wrapped) throws SecurityRefused {
    Cipher cipher;
    try {
      cipher = Cipher.getInstance("AES/KW/NoPadding");
      cipher.init(Cipher.DECRYPT_MODE, encryptionKey);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no AES key wrap", e);
    }
    try {
      return cipher.doFinal(wrapped);
    } catch (GeneralSecurityException _) {
      throw new SecurityRefused("wrapped key does not unwrap");
    }
  }
}
