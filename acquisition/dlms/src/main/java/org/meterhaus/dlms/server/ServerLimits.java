package org.meterhaus.dlms.server;

import java.time.Duration;
import org.meterhaus.dlms.data.DataLimits;

/**
 * What one {@link DlmsServer} puts up with.
 *
 * @param maxConnections at once; one more is closed at once, at least 1
 * @param maxConnectionsPerPeer at once from one IP address, 1..{@code maxConnections}
 * @param maxApduBytes largest APDU accepted and sent, 128..65535
 * @param associateWithin a connection without an association is closed after that, more than zero
 * @param frameWithin a frame that was begun and is not whole after that closes its connection, more
 *     than zero
 * @param idleWithin a connection without a request is closed after that, more than zero
 * @param sendWithin a client that does not take an answer for so long is closed, more than zero
 * @param maxPending requests a client may send ahead of the answers, 1..1000
 * @param maxAssociations logical devices a client may be associated with over one connection,
 *     1..1000
 * @param dataLimits limits of a value in a request
 */
public record ServerLimits(
    int maxConnections,
    int maxConnectionsPerPeer,
    int maxApduBytes,
    Duration associateWithin,
    Duration frameWithin,
    Duration idleWithin,
    Duration sendWithin,
    int maxPending,
    int maxAssociations,
    DataLimits dataLimits) {

  /** 64 connections, 65535 octets, 30 s to associate, for a frame and to send, 10 min idle. */
  public static final ServerLimits DEFAULT =
      new ServerLimits(
          64,
          64,
          65_535,
          Duration.ofSeconds(30),
          Duration.ofSeconds(30),
          Duration.ofMinutes(10),
          Duration.ofSeconds(30),
          16,
          16,
          new DataLimits(16, 10_000));

  public ServerLimits {
    require(maxConnections >= 1, "maxConnections must be at least 1", maxConnections);
    require(
        maxConnectionsPerPeer >= 1 && maxConnectionsPerPeer <= maxConnections,
        "maxConnectionsPerPeer must be 1..maxConnections",
        maxConnectionsPerPeer);
    require(
        maxApduBytes >= 128 && maxApduBytes <= 65_535,
        "maxApduBytes must be 128..65535",
        maxApduBytes);
    require(associateWithin.isPositive(), "associateWithin must be positive", associateWithin);
    require(frameWithin.isPositive(), "frameWithin must be positive", frameWithin);
    require(idleWithin.isPositive(), "idleWithin must be positive", idleWithin);
    require(sendWithin.isPositive(), "sendWithin must be positive", sendWithin);
    require(maxPending >= 1 && maxPending <= 1000, "maxPending must be 1..1000", maxPending);
    require(
        maxAssociations >= 1 && maxAssociations <= 1000,
        "maxAssociations must be 1..1000",
        maxAssociations);
  }

  /** The same with another number of connections, from one address too. */
  public ServerLimits withMaxConnections(int connections) {
    return new ServerLimits(
        connections,
        connections,
        maxApduBytes,
        associateWithin,
        frameWithin,
        idleWithin,
        sendWithin,
        maxPending,
        maxAssociations,
        dataLimits);
  }

  /** The same with another number of connections from one address. */
  public ServerLimits withMaxConnectionsPerPeer(int connections) {
    return new ServerLimits(
        maxConnections,
        connections,
        maxApduBytes,
        associateWithin,
        frameWithin,
        idleWithin,
        sendWithin,
        maxPending,
        maxAssociations,
        dataLimits);
  }

  /** The same with another largest APDU. */
  public ServerLimits withMaxApduBytes(int bytes) {
    if (bytes == maxApduBytes) {
      return this;
    }
    return new ServerLimits(
        maxConnections,
        maxConnectionsPerPeer,
        bytes,
        associateWithin,
        frameWithin,
        idleWithin,
        sendWithin,
        maxPending,
        maxAssociations,
        dataLimits);
  }

  /** Puts the message together only if it is needed: a process may have thousands of servers. */
  private static void require(boolean condition, String rule, Object value) {
    if (!condition) {
      throw new IllegalArgumentException(rule + " but was " + value);
    }
  }
}
