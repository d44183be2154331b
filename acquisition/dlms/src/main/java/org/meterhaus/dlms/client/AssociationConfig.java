package org.meterhaus.dlms.client;

import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.apdu.Conformance;
import org.meterhaus.dlms.association.Authentication;
import org.meterhaus.dlms.association.Ciphering;
import org.meterhaus.dlms.security.InvocationCounter;
import org.meterhaus.dlms.security.KeySet;
import org.meterhaus.dlms.security.SecurityPolicy;
import org.meterhaus.dlms.security.SecuritySuite;
import org.meterhaus.dlms.security.SymmetricKey;
import org.meterhaus.dlms.security.SystemTitle;

/** How a client identifies itself and protects what it says. */
public sealed interface AssociationConfig {

  /** No authentication and no ciphering: what a public client may see, and tests. */
  record PublicClient() implements AssociationConfig {}

  /**
   * HLS with GMAC (mechanism 5), every service with authenticated encryption (suite 0, security
   * control 0x30).
   *
   * @param title our system title
   * @param encryptionKey global unicast encryption key of the server
   * @param authenticationKey authentication key of the server
   * @param counter counter of (our title, encryption key)
   */
  record HlsGmac(
      SystemTitle title,
      SymmetricKey encryptionKey,
      SymmetricKey authenticationKey,
      InvocationCounter counter)
      implements AssociationConfig {}

  /**
   * Any mechanism, suite and policy.
   *
   * @param authentication how we prove who we are
   * @param ciphering what protects messages and GMAC proofs, null if neither is wanted; requests
   *     have exactly the policy's protection, answers at least
   * @param ciphered application context with ciphering
   * @param dedicated protect services with a key made for this association only; needs {@code
   *     ciphered}
   * @param conformance services asked for
   */
  record Custom(
      Authentication authentication,
      @Nullable Ciphering ciphering,
      boolean ciphered,
      boolean dedicated,
      Conformance conformance)
      implements AssociationConfig {

    public Custom {
      if (ciphering == null && (ciphered || authentication instanceof Authentication.Gmac)) {
        throw new IllegalArgumentException("ciphering and GMAC take keys");
      }
      if (dedicated && !ciphered) {
        throw new IllegalArgumentException("a dedicated key takes a context with ciphering");
      }
    }
  }

  /** The same in its general form. */
  default Custom general() {
    return switch (this) {
      case Custom custom -> custom;
      case PublicClient _ ->
          new Custom(new Authentication.None(), null, false, false, Conformance.SUPPORTED);
      case HlsGmac(var title, var encryptionKey, var authenticationKey, var counter) ->
          new Custom(
              new Authentication.Gmac(),
              new Ciphering(
                  title,
                  KeySet.of(SecuritySuite.SUITE_0, encryptionKey, authenticationKey),
                  counter,
                  SecurityPolicy.AUTHENTICATED_ENCRYPTION),
              true,
              false,
              Conformance.SUPPORTED);
    };
  }
}
