package org.meterhaus.dlms.security;

import org.jspecify.annotations.Nullable;

/**
 * The keys that one party uses in an association with another. Prints no key.
 *
 * @param suite decides on the length of the symmetric keys and on the curve of the others
 * @param unicast global unicast encryption key
 * @param broadcast global broadcast encryption key, if there is one
 * @param authentication global authentication key
 * @param dedicated encryption key of this association alone, if one was agreed
 * @param signing own pair for signatures, if there is one
 * @param agreement own pair for key agreement, if there is one
 * @param peerSigning public key that the peer's signatures are checked with, if known
 * @param peerAgreement public key of the peer's key agreement pair, if known
 * @param master key encryption key that keys are wrapped under, if there is one
 */
public record KeySet(
    SecuritySuite suite,
    SymmetricKey unicast,
    @Nullable SymmetricKey broadcast,
    SymmetricKey authentication,
    @Nullable SymmetricKey dedicated,
    @Nullable EcKeyPair signing,
    @Nullable EcKeyPair agreement,
    @Nullable EcPublicKey peerSigning,
    @Nullable EcPublicKey peerAgreement,
    @Nullable SymmetricKey master) {

  public KeySet {
    requireLength(suite, unicast);
    requireLength(suite, broadcast);
    requireLength(suite, authentication);
    requireLength(suite, dedicated);
    requireLength(suite, master);
    requireCurve(suite, signing == null ? null : signing.curve());
    requireCurve(suite, agreement == null ? null : agreement.curve());
    requireCurve(suite, peerSigning == null ? null : peerSigning.curve());
    requireCurve(suite, peerAgreement == null ? null : peerAgreement.curve());
  }

  /** The two keys that every ciphered association needs. */
  public static KeySet of(SecuritySuite suite, SymmetricKey unicast, SymmetricKey authentication) {
    return new KeySet(suite, unicast, null, authentication, null, null, null, null, null, null);
  }

  public KeySet withBroadcast(SymmetricKey key) {
    return new KeySet(
        suite,
        unicast,
        key,
        authentication,
        dedicated,
        signing,
        agreement,
        peerSigning,
        peerAgreement,
        master);
  }

  public KeySet withDedicated(@Nullable SymmetricKey key) {
    return new KeySet(
        suite,
        unicast,
        broadcast,
        authentication,
        key,
        signing,
        agreement,
        peerSigning,
        peerAgreement,
        master);
  }

  /**
   * With keys for signatures.
   *
   * @param own null if we do not sign
   * @param peer null if the peer's signatures are not checked, hence refused
   */
  public KeySet withSigning(@Nullable EcKeyPair own, @Nullable EcPublicKey peer) {
    return new KeySet(
        suite,
        unicast,
        broadcast,
        authentication,
        dedicated,
        own,
        agreement,
        peer,
        peerAgreement,
        master);
  }

  /** With keys for key agreement; null where a party has only ephemeral ones. */
  public KeySet withAgreement(@Nullable EcKeyPair own, @Nullable EcPublicKey peer) {
    return new KeySet(
        suite,
        unicast,
        broadcast,
        authentication,
        dedicated,
        signing,
        own,
        peerSigning,
        peer,
        master);
  }

  /** With a key that keys are wrapped under; null = none are. */
  public KeySet withMaster(@Nullable SymmetricKey key) {
    return new KeySet(
        suite,
        unicast,
        broadcast,
        authentication,
        dedicated,
        signing,
        agreement,
        peerSigning,
        peerAgreement,
        key);
  }

  private static void requireLength(SecuritySuite suite, @Nullable SymmetricKey key) {
    if (key != null && key.size() != suite.keyOctets()) {
      throw new IllegalArgumentException(
          "a key of %s has %d octets but got %d".formatted(suite, suite.keyOctets(), key.size()));
    }
  }

  private static void requireCurve(SecuritySuite suite, @Nullable EcCurve curve) {
    if (curve != null && (!suite.hasCurve() || curve != suite.curve())) {
      throw new IllegalArgumentException("a public key of " + curve + " in " + suite);
    }
  }
}
