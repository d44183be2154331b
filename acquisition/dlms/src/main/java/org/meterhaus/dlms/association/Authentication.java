package org.meterhaus.dlms.association;

import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.apdu.Apdu;
import org.meterhaus.dlms.security.ApduProtection;
import org.meterhaus.dlms.security.EcKeyPair;
import org.meterhaus.dlms.security.EcPublicKey;
import org.meterhaus.dlms.security.HlsMechanism;
import org.meterhaus.dlms.security.Secret;

/**
 * How a client proves who it is, and with high level security the server too (IEC 62056-5-3, clause
 * 9.2.2.2.2).
 */
public sealed interface Authentication {

  /** Mechanism 0: not at all. */
  record None() implements Authentication {}

  /** Mechanism 1, low level: a password, in the clear whatever protects the rest. */
  record Password(Secret password) implements Authentication {}

  /** Mechanism 2, high level: a process of the manufacturer's own, which is thread-safe. */
  record Manufacturer(HlsMechanism process) implements Authentication {}

  /**
   * Mechanisms 3 (MD5), 4 (SHA-1) and 6 (SHA-256), high level.
   *
   * @param mechanism 3, 4 or 6
   * @param secret what both sides know
   */
  record Digest(int mechanism, Secret secret) implements Authentication {
    public Digest {
      HlsMechanism.digest(mechanism, secret);
    }
  }

  /** Mechanism 5, high level with GMAC under the keys of the association. */
  record Gmac() implements Authentication {}

  /**
   * Mechanism 7, high level with signatures.
   *
   * @param own what we sign with
   * @param peer what the peer's signature is checked with
   */
  record Ecdsa(EcKeyPair own, EcPublicKey peer) implements Authentication {}

  /** The mechanism's number, 0..7. */
  default int mechanism() {
    return switch (this) {
      case None _ -> Apdu.MECHANISM_NONE;
      case Password _ -> 1;
      case Manufacturer _ -> HlsMechanism.MANUFACTURER;
      case Digest(int mechanism, Secret _) -> mechanism;
      case Gmac _ -> HlsMechanism.GMAC;
      case Ecdsa _ -> HlsMechanism.ECDSA;
    };
  }

  /** Whether both sides answer a challenge. */
  default boolean highLevel() {
    return mechanism() >= HlsMechanism.MANUFACTURER;
  }

  /** Whether the proofs are worth nothing without the system titles of both sides. */
  default boolean needsTitles() {
    return this instanceof Gmac || this instanceof Ecdsa;
  }

  /**
   * What makes and checks the proofs.
   *
   * @param keys for GMAC
   * @throws IllegalStateException if there are none to make
   */
  default HlsMechanism process(@Nullable ApduProtection keys) {
    return switch (this) {
      case Manufacturer(HlsMechanism process) -> process;
      case Digest(int mechanism, Secret secret) -> HlsMechanism.digest(mechanism, secret);
      case Gmac _ when keys != null -> HlsMechanism.gmac(keys);
      case Ecdsa(EcKeyPair own, EcPublicKey peer) -> HlsMechanism.ecdsa(own, peer);
      case None _, Password _, Gmac _ -> throw new IllegalStateException("no proof with " + this);
    };
  }
}
