package org.meterhaus.dlms.push;

import org.meterhaus.dlms.Bytes;

/**
 * An APDU that was sent unasked.
 *
 * @param source the sender as its framing names it: wrapper port, upper HDLC address, or M-Bus
 *     service access point
 * @param destination the same of the receiver
 * @param apdu whole, and as it was sent: it may be ciphered
 */
public record Push(int source, int destination, Bytes apdu) {}
