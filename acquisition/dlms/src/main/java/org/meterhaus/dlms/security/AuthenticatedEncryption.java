package org.meterhaus.dlms.security;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.SecurityRefused;

/**
 * AES-GCM-128 of security suite 0 (IEC 62056-5-3, clause 5.3.4; NIST SP 800-38D): 96-bit nonce of
 * system title and invocation counter, 96-bit tag. Not thread-safe; one an association.
 *
 * <p>Uses the JDK's own AES/GCM: it runs on the processor's AES instructions, which Bouncy Castle's
 * light-weight engine does not.
 */
final class AuthenticatedEncryption {

  static final int TAG_OCTETS = 12;

  private final SecretKeySpec encryptionKey;
  private final byte[] authenticationKey = new byte[SymmetricKey.OCTETS];
  private final Cipher cipher;

  AuthenticatedEncryption(SymmetricKey encryptionKey, SymmetricKey authenticationKey) {
    this.encryptionKey = encryptionKey.aes();
    authenticationKey.copyTo(this.authenticationKey, 0);
    try {
      this.cipher = Cipher.getInstance("AES/GCM/NoPadding");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no AES/GCM", e);
    }
  }

  /**
   * Protects a message.
   *
   * @return ciphertext and tag (encrypted), or text and tag (authenticated only)
   */
  Bytes protect(SecurityControl control, SystemTitle originator, long counter, Bytes text) {
    if (control.encrypted()) {
      start(Cipher.ENCRYPT_MODE, control, originator, counter);
      return Bytes.copyOf(finish(text));
    }
    return text.concat(tag(control, originator, counter, text));
  }

  /**
   * The text of a protected message.
   *
   * @param payload ciphertext and tag, or text and tag
   * @throws SecurityRefused if the tag does not fit: other keys, other title, or altered
   */
  Bytes unprotect(SecurityControl control, SystemTitle originator, long counter, Bytes payload)
      throws SecurityRefused {
    int textOctets = payload.size() - TAG_OCTETS;
    if (textOctets < 0) {
      throw new SecurityRefused("protected message has no room for a tag");
    }
    // Never in encryption mode: that is for our own nonces, which the JDK refuses to see twice.
    start(Cipher.DECRYPT_MODE, control, originator, counter);
    try {
      if (control.encrypted()) {
        return Bytes.copyOf(cipher.doFinal(payload.toArray()));
      }
      Bytes text = payload.slice(0, textOctets);
      cipher.updateAAD(text.buffer());
      cipher.doFinal(payload.slice(textOctets, payload.size()).toArray());
      return text;
    } catch (AEADBadTagException _) {
      throw new SecurityRefused("authentication tag does not fit");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES/GCM failed", e);
    }
  }

  /** The GMAC of a text that is sent in the clear. */
  Bytes tag(SecurityControl control, SystemTitle originator, long counter, Bytes text) {
    start(Cipher.ENCRYPT_MODE, control, originator, counter);
    cipher.updateAAD(text.buffer());
    return Bytes.copyOf(finish(Bytes.EMPTY));
  }

  private void start(int mode, SecurityControl control, SystemTitle originator, long counter) {
    ByteBuffer nonce = ByteBuffer.allocate(SystemTitle.OCTETS + Integer.BYTES);
    nonce.put(originator.octets().buffer()).putInt((int) counter);
    try {
      cipher.init(mode, encryptionKey, new GCMParameterSpec(TAG_OCTETS * 8, nonce.array()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES/GCM refused its key or nonce", e);
    }
    cipher.updateAAD(new byte[] {(byte) control.octet()});
    cipher.updateAAD(authenticationKey);
  }

  private byte[] finish(Bytes text) {
    try {
      return cipher.doFinal(text.toArray());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES/GCM failed", e);
    }
  }
}
