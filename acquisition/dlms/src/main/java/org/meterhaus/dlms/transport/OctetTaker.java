package org.meterhaus.dlms.transport;

import java.nio.ByteBuffer;
import org.meterhaus.dlms.MeterException.Malformed;

/**
 * What is done with the octets of one TCP connection. Called on the thread of its socket: must not
 * block.
 */
interface OctetTaker {

  /**
   * Takes all octets that have come; the buffer is used again afterwards.
   *
   * @throws Malformed if they are nothing that belongs here, which ends the connection
   */
  void received(ByteBuffer octets) throws Malformed;

  /** The connection is gone; called once. */
  void closed();
}
