package org.meterhaus.headend;

import org.meterhaus.dlms.security.SymmetricKey;

/**
 * A sink, where it is and what it trusts us by.
 *
 * @param id also its logical device name
 * @param host name or address
 * @param port TCP port, 1..65535
 * @param encryptionKey global unicast encryption key
 * @param authenticationKey authentication key
 */
public record SinkAddress(
    String id, String host, int port, SymmetricKey encryptionKey, SymmetricKey authenticationKey) {
  public SinkAddress {
    if (id.isBlank() || host.isBlank()) {
      throw new IllegalArgumentException("id and host of a sink must not be blank");
    }
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException(
          "port of sink %s must be 1..65535 but was %d".formatted(id, port));
    }
  }
}
