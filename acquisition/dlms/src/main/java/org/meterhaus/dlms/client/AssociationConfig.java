package org.meterhaus.dlms.client;

import org.meterhaus.dlms.security.InvocationCounter;
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
}
