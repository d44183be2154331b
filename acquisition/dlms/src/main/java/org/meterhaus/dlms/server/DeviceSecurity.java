package org.meterhaus.dlms.server;

import org.meterhaus.dlms.security.InvocationCounter;
import org.meterhaus.dlms.security.SymmetricKey;
import org.meterhaus.dlms.security.SystemTitle;

/** Whom a logical device lets in. */
public sealed interface DeviceSecurity {

  /** Anybody may do anything, unprotected: for tests on a loopback address. */
  record Open() implements DeviceSecurity {}

  /**
   * Only clients that hold the keys: HLS with GMAC (mechanism 5) and authenticated encryption of
   * every service (suite 0).
   *
   * @param title our system title
   * @param encryptionKey global unicast encryption key
   * @param authenticationKey authentication key
   * @param counter counter of (our title, encryption key); devices with titles of their own may
   *     share one
   * @param discovery a public client may read logical device name, clock and association, nothing
   *     else; false refuses it
   */
  record HlsGmac(
      SystemTitle title,
      SymmetricKey encryptionKey,
      SymmetricKey authenticationKey,
      InvocationCounter counter,
      boolean discovery)
      implements DeviceSecurity {}
}
