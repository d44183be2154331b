package org.meterhaus.sink;

import org.meterhaus.dlms.security.SymmetricKey;

/**
 * What the head-end and the sink trust each other by; other keys than those of the meters.
 *
 * @param encryptionKey global unicast encryption key
 * @param authenticationKey authentication key
 */
public record HeadEndKeys(SymmetricKey encryptionKey, SymmetricKey authenticationKey) {}
