package org.meterhaus.dlms.security;

import java.lang.ref.WeakReference;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.MeterException.SecurityRefused;

/**
 * AES-GCM under one key (IEC 62056-5-3, clause 5.3.4; NIST SP 800-38D): 96-bit nonce of system
 * title and invocation counter, 96-bit tag; also each half of it alone. Reads from and writes into
 * the caller's arrays. Not thread-safe; one a key and association.
 *
 * <p>Uses the JDK's own AES/GCM: it runs on the processor's AES instructions, which Bouncy Castle's
 * light-weight engine does not.
 */
final class AuthenticatedEncryption {

  static final int TAG_OCTETS = 12;

  private static final int NONCE_OCTETS = SystemTitle.OCTETS + Integer.BYTES;
  private static final byte[] NOTHING = new byte[0];

  private final SecretKeySpec encryptionKey;

  /** Security control, then the authentication key: what all additional data begins with. */
  private final byte[] header;

  private final byte[] nonce = new byte[NONCE_OCTETS];

  /**
   * Made when it is needed: what the JDK keeps for a key (900 octets) is left to the collector
   * while an association is at rest.
   */
  private @Nullable WeakReference<Cipher> gcm;

  private @Nullable WeakReference<Cipher> counterMode;

  AuthenticatedEncryption(SymmetricKey encryptionKey, SymmetricKey authenticationKey) {
    this.encryptionKey = encryptionKey.aes();
    this.header = new byte[1 + authenticationKey.size()];
    authenticationKey.copyTo(this.header, 1);
  }

  /** Octets of a tag under this protection. */
  static int tagOctets(Protection protection) {
    return protection.authenticated() ? TAG_OCTETS : 0;
  }

  /**
   * Protects a text.
   *
   * @param more additional data behind security control and authentication key
   * @param out where ciphertext (or text) and tag go; must not overlap the text
   * @return octets written
   */
  int protect(
      SecurityControl control,
      SystemTitle originator,
      long counter,
      byte[] more,
      byte[] text,
      int from,
      int length,
      byte[] out,
      int at) {
    try {
      return switch (control.protection()) {
        case NONE -> throw new IllegalArgumentException("nothing to protect with");
        case AUTHENTICATED_ENCRYPTION -> {
          yield startGcm(Cipher.ENCRYPT_MODE, control, originator, counter, more)
              .doFinal(text, from, length, out, at);
        }
        case AUTHENTICATION -> {
          Cipher gcm = startGcm(Cipher.ENCRYPT_MODE, control, originator, counter, more);
          gcm.updateAAD(text, from, length);
          System.arraycopy(text, from, out, at, length);
          yield length + gcm.doFinal(NOTHING, 0, 0, out, at + length);
        }
        case ENCRYPTION ->
            startCounterMode(originator, counter).doFinal(text, from, length, out, at);
      };
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES/GCM failed", e);
    }
  }

  /**
   * Undoes {@link #protect}.
   *
   * @param payload ciphertext (or text) and tag
   * @param out where the text goes; must not overlap the payload
   * @return octets of the text
   * @throws SecurityRefused if the tag does not fit: other keys, other title, or altered
   */
  int unprotect(
      SecurityControl control,
      SystemTitle originator,
      long counter,
      byte[] more,
      byte[] payload,
      int from,
      int length,
      byte[] out,
      int at)
      throws SecurityRefused {
    int textOctets = length - tagOctets(control.protection());
    if (textOctets < 0) {
      throw new SecurityRefused("protected message has no room for a tag");
    }
    try {
      // Never in encryption mode: that is for our own nonces, which the JDK refuses to see twice.
      return switch (control.protection()) {
        case NONE -> throw new IllegalArgumentException("nothing to unprotect with");
        case AUTHENTICATED_ENCRYPTION -> {
          yield startGcm(Cipher.DECRYPT_MODE, control, originator, counter, more)
              .doFinal(payload, from, length, out, at);
        }
        case AUTHENTICATION -> {
          Cipher gcm = startGcm(Cipher.DECRYPT_MODE, control, originator, counter, more);
          gcm.updateAAD(payload, from, textOctets);
          gcm.doFinal(payload, from + textOctets, TAG_OCTETS, out, at);
          System.arraycopy(payload, from, out, at, textOctets);
          yield textOctets;
        }
        case ENCRYPTION ->
            startCounterMode(originator, counter).doFinal(payload, from, length, out, at);
      };
    } catch (AEADBadTagException _) {
      throw new SecurityRefused("authentication tag does not fit");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("AES/GCM failed", e);
    }
  }

  private Cipher startGcm(
      int mode, SecurityControl control, SystemTitle originator, long counter, byte[] more)
      throws GeneralSecurityException {
    Cipher cipher = gcm == null ? null : gcm.get();
    if (cipher == null) {
      cipher = cipher("AES/GCM/NoPadding");
      gcm = new WeakReference<>(cipher);
    }
    fillNonce(originator, counter);
    cipher.init(mode, encryptionKey, new GCMParameterSpec(TAG_OCTETS * 8, nonce));
    header[0] = (byte) control.octet();
    cipher.updateAAD(header);
    if (more.length > 0) {
      cipher.updateAAD(more);
    }
    return cipher;
  }

  /** GCM without its tag is counter mode from block 2 on (SP 800-38D, section 7.1). */
  private Cipher startCounterMode(SystemTitle originator, long counter)
      throws GeneralSecurityException {
    Cipher cipher = counterMode == null ? null : counterMode.get();
    if (cipher == null) {
      cipher = cipher("AES/CTR/NoPadding");
      counterMode = new WeakReference<>(cipher);
    }
    fillNonce(originator, counter);
    byte[] first = ByteBuffer.allocate(NONCE_OCTETS + Integer.BYTES).put(nonce).putInt(2).array();
    cipher.init(Cipher.ENCRYPT_MODE, encryptionKey, new IvParameterSpec(first));
    return cipher;
  }

  private void fillNonce(SystemTitle originator, long counter) {
    originator.octets().copyTo(nonce, 0);
    for (int i = 0; i < Integer.BYTES; i++) {
      nonce[SystemTitle.OCTETS + i] = (byte) (counter >>> (24 - 8 * i));
    }
  }

  private static Cipher cipher(String transformation) {
    try {
      return Cipher.getInstance(transformation);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no " + transformation, e);
    }
  }
}
