package org.meterhaus.dlms.transport;

import org.meterhaus.dlms.Bytes;

/**
 * An APDU and the two application processes it is exchanged between, in either direction.
 *
 * @param clientSap the client: its wrapper port, or its HDLC address
 * @param serverSap the logical device: its wrapper port, or its upper HDLC address
 */
public record AddressedApdu(int clientSap, int serverSap, Bytes apdu) {}
