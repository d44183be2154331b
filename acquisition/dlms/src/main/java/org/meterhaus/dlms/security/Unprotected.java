package org.meterhaus.dlms.security;

import org.meterhaus.dlms.Bytes;

/**
 * A message that was protected, its tag found right if it had one, and how it was protected.
 *
 * @param apdu the message
 * @param control how
 * @param envelope in what; answers go out in the same
 * @param originator who is said to have sent it, proven only if it was authenticated
 * @param counter its invocation counter, 0..2^32-1; whether it was seen before is not checked here
 */
public record Unprotected(
    Bytes apdu,
    SecurityControl control,
    ApduProtection.Envelope envelope,
    SystemTitle originator,
    long counter) {}
