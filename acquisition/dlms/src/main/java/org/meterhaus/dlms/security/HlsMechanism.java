package org.meterhaus.dlms.security;

import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.SecurityRefused;

/**
 * How the parties of an association prove who they are in passes 3 and 4 of high level security
 * (IEC 62056-5-3, clause 5.3.2.4 and 9.2.7.4). The same on both sides: each answers the other's
 * challenge.
 *
 * <p>Mechanism 2 is the manufacturer's: implement this interface.
 */
public interface HlsMechanism {

  /** Last arc of the mechanism name. */
  int MANUFACTURER = 2;

  int MD5 = 3;
  int SHA1 = 4;
  int GMAC = 5;
  int SHA256 = 6;
  int ECDSA = 7;

  /** Its number: 2..7. */
  int id();

  /**
   * Our answer to the peer's challenge.
   *
   * @throws SecurityRefused if there must be none: the challenge is our own, or no invocation
   *     counter is to be had
   */
  Bytes proof(Handshake handshake) throws SecurityRefused;

  /** Whether {@code proof} is the peer's answer to our challenge. */
  boolean isProof(Bytes proof, Handshake handshake);

  /** Mechanisms 3, 4 and 6: a digest over challenge and secret. */
  static HlsMechanism digest(int id, Secret secret) {
    return new DigestMechanism(id, secret);
  }

  /** Mechanism 5, with the keys, title and counter of {@code protection}. */
  static HlsMechanism gmac(ApduProtection protection) {
    return new GmacMechanism(protection);
  }

  /**
   * Mechanism 7.
   *
   * @param own what we sign with
   * @param peer what the peer's signature is checked with
   */
  static HlsMechanism ecdsa(EcKeyPair own, EcPublicKey peer) {
    return new EcdsaMechanism(own, peer);
  }
}
