package org.meterhaus.dlms.security;

import org.meterhaus.dlms.Bytes;

/** How the recipient of a general-ciphering message comes by its key. */
public sealed interface KeyInfo {

  /** It has it already: one of the global encryption keys. */
  record Identified(boolean broadcast) implements KeyInfo {}

  /**
   * It comes with the message.
   *
   * @param wrapped under the master key
   */
  record Wrapped(Bytes wrapped) implements KeyInfo {}

  /**
   * Both agree on it.
   *
   * @param scheme 1 = one-pass Diffie-Hellman C(1e, 1s), 2 = static unified model C(0e, 2s)
   * @param data ephemeral public key of the originator and its signature over it with scheme 1,
   *     empty with scheme 2
   */
  record Agreed(int scheme, Bytes data) implements KeyInfo {
    public static final int ONE_PASS = 1;
    public static final int STATIC_UNIFIED = 2;
  }
}
