package org.meterhaus.dlms.security;

import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.security.ApduProtection.Envelope;
import org.meterhaus.dlms.security.GeneralProtection.KeyChoice;

/**
 * In which messages a party puts what it ciphers unasked: a client its requests, a server its
 * pushes (IEC 62056-5-3, clause 9.2.7.2.4). Answers go in the form of their requests.
 */
public enum CipheringForm {
  /** The glo- or ded- message of each service, and a general one for what has none. */
  SERVICE_SPECIFIC(null),
  /** general-glo-ciphering, or general-ded-ciphering where there is a dedicated key. */
  GENERAL(null),
  /** general-ciphering with the global unicast key, named. */
  IDENTIFIED_KEY(KeyChoice.GLOBAL_UNICAST),
  /** general-ciphering with a new key in each message, under the master key. */
  WRAPPED_KEY(KeyChoice.WRAPPED),
  /**
   * general-ciphering with a key that one-pass Diffie-Hellman, C(1e, 1s), makes for each message:
   * takes our signing key and the peer's key agreement key.
   */
  ONE_PASS_KEY(KeyChoice.ONE_PASS),
  /**
   * general-ciphering with a key that the static unified model, C(0e, 2s), makes for each
   * transaction: takes the key agreement keys of both.
   */
  STATIC_KEY(KeyChoice.STATIC_UNIFIED);

  private final @Nullable KeyChoice key;

  CipheringForm(@Nullable KeyChoice key) {
    this.key = key;
  }

  /** The key of a general-ciphering message; null with the forms that are none. */
  public @Nullable KeyChoice key() {
    return key;
  }

  /**
   * What a message goes into that begins with {@code plainTag}, with the forms that have no key.
   */
  Envelope envelope(int plainTag, boolean dedicated) {
    Envelope specific = dedicated ? Envelope.DEDICATED : Envelope.SERVICE_SPECIFIC;
    return this == SERVICE_SPECIFIC && specific.tagOf(plainTag) >= 0
        ? specific
        : dedicated ? Envelope.GENERAL_DEDICATED : Envelope.GENERAL;
  }
}
