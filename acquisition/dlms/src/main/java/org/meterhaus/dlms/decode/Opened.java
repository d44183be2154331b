package org.meterhaus.dlms.decode;

import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;

/**
 * What was inside a protected message.
 *
 * @param plaintext the message, not yet looked at
 * @param tagVerified whether its tag was found right; null if it has none or the key to check it
 *     with is not known
 */
public record Opened(Bytes plaintext, @Nullable Boolean tagVerified) {}
