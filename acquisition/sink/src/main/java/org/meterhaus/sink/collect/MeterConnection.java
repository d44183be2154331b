package org.meterhaus.sink.collect;

import java.util.Optional;
import org.meterhaus.dlms.security.SymmetricKey;
import org.meterhaus.dlms.security.SystemTitle;
import org.meterhaus.sink.roles.MeterId;

/**
 * Where a meter is and what it is opened with.
 *
 * @param id what it must call itself
 * @param host name or address
 * @param port TCP port, 1..65535
 * @param sap its logical device, 1..65535
 * @param encryptionKey global unicast encryption key
 * @param authenticationKey authentication key
 * @param title its system title, by which its pushes are known; empty: they are not heard
 */
public record MeterConnection(
    MeterId id,
    String host,
    int port,
    int sap,
    SymmetricKey encryptionKey,
    SymmetricKey authenticationKey,
    Optional<SystemTitle> title) {

  /** A meter whose pushes are not heard. */
  public MeterConnection(
      MeterId id,
      String host,
      int port,
      int sap,
      SymmetricKey encryptionKey,
      SymmetricKey authenticationKey) {
    this(id, host, port, sap, encryptionKey, authenticationKey, Optional.empty());
  }

  public MeterConnection {
    if (host.isBlank()) {
      throw new IllegalArgumentException("host of meter %s must not be blank".formatted(id));
    }
    requirePort(port, "port of meter " + id);
    requirePort(sap, "sap of meter " + id);
  }

  private static void requirePort(int value, String what) {
    if (value < 1 || value > 65_535) {
      throw new IllegalArgumentException("%s must be 1..65535 but was %d".formatted(what, value));
    }
  }
}
