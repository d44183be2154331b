package org.meterhaus.dlms.transport;

import io.netty.channel.Channel;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;

/**
 * The TCP connections of one listening port: lets them in within limits, and remembers why each
 * ended. Thread-safe.
 */
final class Connections {

  private final ApduServer.Limits limits;

  /** A port has few or none, and most ports have at most one; guarded by itself. */
  private final List<TcpConnection> open = new ArrayList<>(0);

  /** Nobody is let in any more; guarded as the list. */
  private boolean ending;

  private final Closings closings = new Closings();

  Connections(ApduServer.Limits limits) {
    this.limits = limits;
  }

  ApduServer.Limits limits() {
    return limits;
  }

  /** Lets a connection in, or says no. */
  boolean admit(TcpConnection connection) {
    CloseReason refusal = null;
    synchronized (open) {
      if (ending) {
        refusal = CloseReason.SERVER_CLOSED;
      } else if (open.size() >= limits.maxConnections()) {
        refusal = CloseReason.TOO_MANY_CONNECTIONS;
      } else if (openFrom(connection.peer().getAddress()) >= limits.maxConnectionsPerPeer()) {
        refusal = CloseReason.TOO_MANY_FROM_PEER;
      } else {
        open.add(connection);
      }
    }
    if (refusal != null) {
      closings.add(connection.peer(), refusal);
    }
    return refusal == null;
  }

  /** A connection has ended. */
  void remove(TcpConnection connection, CloseReason reason) {
    synchronized (open) {
      open.remove(connection);
    }
    closings.add(connection.peer(), reason);
  }

  /** Runs a task on a channel's thread, unless the threads have ended: then nobody listens. */
  static void onLoop(Channel channel, Runnable task) {
    try {
      channel.eventLoop().execute(task);
    } catch (RejectedExecutionException _) {
      // The server was closed, and with it every connection.
    }
  }

  /** Closes all that are open, and lets nobody in any more; waits for it, but not for ever. */
  void closeAll(Duration atMost) {
    List<TcpConnection> all;
    synchronized (open) {
      ending = true;
      all = List.copyOf(open);
    }
    all.forEach(each -> each.close(CloseReason.SERVER_CLOSED));
    long deadline = System.nanoTime() + atMost.toNanos();
    all.forEach(each -> each.awaitClosed(deadline - System.nanoTime()));
  }

  Map<CloseReason, Long> closed() {
    return closings.counts();
  }

  private int openFrom(InetAddress peer) {
    int count = 0;
    for (TcpConnection each : open) {
      if (each.peer().getAddress().equals(peer)) {
        count++;
      }
    }
    return count;
  }
}
