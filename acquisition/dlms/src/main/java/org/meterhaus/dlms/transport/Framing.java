package org.meterhaus.dlms.transport;

/** How APDUs are carried between a client and a server. */
public sealed interface Framing {

  /** The wrapper over TCP (IEC 62056-4-7): 8 octets before each APDU. */
  record TcpWrapper() implements Framing {}
}
