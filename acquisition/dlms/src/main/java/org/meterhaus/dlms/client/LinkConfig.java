package org.meterhaus.dlms.client;

import java.time.Duration;
import org.meterhaus.dlms.data.DataLimits;
import org.meterhaus.dlms.transport.Framing;

/**
 * How one server is reached.
 *
 * @param host name or address
 * @param port TCP or UDP port, 1..65535
 * @param connectWithin wait for the connection, more than zero
 * @param answerWithin wait for the whole answer to one request (one block of a long one), more than
 *     zero
 * @param clientSap our wrapper port, 1..65535, or HDLC address, 1..127; 16 is the public client
 * @param serverSap logical device, 1..65535, with HDLC 1..127 or 1..16383; 1 is the management
 *     logical device
 * @param maxApduBytes largest APDU we accept, 128..65535
 * @param maxValueBytes largest value accepted in blocks, at least 1
 * @param dataLimits limits of a decoded value
 * @param framing what carries the APDUs
 */
public record LinkConfig(
    String host,
    int port,
    Duration connectWithin,
    Duration answerWithin,
    int clientSap,
    int serverSap,
    int maxApduBytes,
    int maxValueBytes,
    DataLimits dataLimits,
    Framing framing) {

  /** TCP wrapper, 5 s to connect, 10 s for an answer, 65535 octets an APDU, 64 MB a value. */
  public static LinkConfig of(String host, int port, int clientSap, int serverSap) {
    return new LinkConfig(
        host,
        port,
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        clientSap,
        serverSap,
        65_535,
        64 << 20,
        DataLimits.DEFAULT,
        new Framing.TcpWrapper());
  }

  public LinkConfig {
    require(!host.isBlank(), "host must not be blank");
    require(port >= 1 && port <= 65_535, "port must be 1..65535 but was " + port);
    require(connectWithin.isPositive(), "connectWithin must be positive but was " + connectWithin);
    require(answerWithin.isPositive(), "answerWithin must be positive but was " + answerWithin);
    require(
        clientSap >= 1 && clientSap <= 65_535, "clientSap must be 1..65535 but was " + clientSap);
    require(
        serverSap >= 1 && serverSap <= 65_535, "serverSap must be 1..65535 but was " + serverSap);
    require(
        maxApduBytes >= 128 && maxApduBytes <= 65_535,
        "maxApduBytes must be 128..65535 but was " + maxApduBytes);
    require(
        maxApduBytes <= framing.maxApduBytes(),
        "maxApduBytes must be at most %d with this framing but was %d"
            .formatted(framing.maxApduBytes(), maxApduBytes));
    framing.requireAddresses(clientSap, serverSap);
    require(maxValueBytes >= 1, "maxValueBytes must be at least 1 but was " + maxValueBytes);
  }

  /** The same link with other waits. */
  public LinkConfig withTimeouts(Duration connect, Duration answer) {
    return new LinkConfig(
        host,
        port,
        connect,
        answer,
        clientSap,
        serverSap,
        maxApduBytes,
        maxValueBytes,
        dataLimits,
        framing);
  }

  /** The same link to another logical device. */
  public LinkConfig withServerSap(int sap) {
    return new LinkConfig(
        host,
        port,
        connectWithin,
        answerWithin,
        clientSap,
        sap,
        maxApduBytes,
        maxValueBytes,
        dataLimits,
        framing);
  }

  /** The same link with another largest APDU. */
  public LinkConfig withMaxApduBytes(int bytes) {
    return new LinkConfig(
        host,
        port,
        connectWithin,
        answerWithin,
        clientSap,
        serverSap,
        bytes,
        maxValueBytes,
        dataLimits,
        framing);
  }

  /** The same server reached in another framing, with smaller APDUs if it carries only those. */
  public LinkConfig withFraming(Framing other) {
    return new LinkConfig(
        host,
        port,
        connectWithin,
        answerWithin,
        clientSap,
        serverSap,
        Math.min(maxApduBytes, other.maxApduBytes()),
        maxValueBytes,
        dataLimits,
        other);
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IllegalArgumentException(message);
    }
  }
}
