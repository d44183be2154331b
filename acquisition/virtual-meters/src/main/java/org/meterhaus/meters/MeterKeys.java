package org.meterhaus.meters;

import org.meterhaus.dlms.security.SymmetricKey;
import org.meterhaus.dlms.security.SystemTitle;

/**
 * What two parties share with one meter; prints no key.
 *
 * @param title the meter's system title
 * @param encryptionKey global unicast encryption key (GUEK)
 * @param authenticationKey authentication key (GAK), which is also the secret of HLS with GMAC
 */
public record MeterKeys(
    SystemTitle title, SymmetricKey encryptionKey, SymmetricKey authenticationKey) {}
