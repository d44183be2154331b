package org.meterhaus.soap.security;

/**
 * The credentials of a message and the way it came.
 *
 * @param credentials not checked yet
 * @param address of the peer, for throttling
 * @param confidential whether nobody between the peer and us can read along: TLS, or loopback
 * @param correlationId follows the request through logs and audit
 */
public record Claim(
    Credentials credentials, String address, boolean confidential, String correlationId) {}
