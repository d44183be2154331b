package org.meterhaus.dlms.transport;

import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.AttributeKey;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * The TCP connections of one listening port: lets them in within limits, and remembers why each
 * ended. Thread-safe.
 */
final class Connections {

  private static final AttributeKey<CloseReason> REASON = AttributeKey.valueOf("dlms-close-reason");

  private final int maxConnections;
  private final int maxConnectionsPerPeer;
  private final ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final Map<InetAddress, Integer> byPeer = new ConcurrentHashMap<>();
  private final Closings closings = new Closings();

  Connections(ApduServer.Limits limits) {
    this.maxConnections = limits.maxConnections();
    this.maxConnectionsPerPeer = limits.maxConnectionsPerPeer();
  }

  /** Lets a connection in, or closes it and says no. */
  boolean admit(Channel channel) {
    // The loops of one server may run this at once, so it can let in one or two too many in all;
    // the bound is there to keep memory in hand, not to count.
    if (open.size() >= maxConnections) {
      reject(channel, CloseReason.TOO_MANY_CONNECTIONS);
      return false;
    }
    InetAddress peer = addressOf(channel);
    if (peer != null && byPeer.merge(peer, 1, Integer::sum) > maxConnectionsPerPeer) {
      leave(peer);
      reject(channel, CloseReason.TOO_MANY_FROM_PEER);
      return false;
    }
    open.add(channel);
    var _ =
        channel
            .closeFuture()
            .addListener(_ -> {
              if (peer != null) {
                leave(peer);
              }
              CloseReason given = channel.attr(REASON).get();
              closings.add(channel.remoteAddress(), given == null ? CloseReason.BY_PEER : given);
            });
    return true;
  }

  /** Closes a connection; the first reason given is the one that counts. */
  static void close(Channel channel, CloseReason reason) {
    because(channel, reason);
    var _ = channel.close();
  }

  /** Keeps the reason for a connection that is about to be closed. */
  static void because(Channel channel, CloseReason reason) {
    var _ = channel.attr(REASON).setIfAbsent(reason);
  }

  /** Runs a task on a channel's thread, unless the threads have ended: then nobody listens. */
  static void onLoop(Channel channel, Runnable task) {
    try {
      channel.eventLoop().execute(task);
    } catch (RejectedExecutionException _) {
      // The server was closed, and with it every connection.
    }
  }

  /** Closes all that are open and waits for it, but not for ever. */
  void closeAll(long waitMillis) {
    open.forEach(channel -> because(channel, CloseReason.SERVER_CLOSED));
    var _ = open.close().awaitUninterruptibly(waitMillis);
  }

  Map<CloseReason, Long> closed() {
    return closings.counts();
  }

  private void reject(Channel channel, CloseReason reason) {
    closings.add(channel.remoteAddress(), reason);
    var _ = channel.close();
  }

  private void leave(InetAddress peer) {
    byPeer.computeIfPresent(peer, (_, count) -> count == 1 ? null : count - 1);
  }

  private static @Nullable InetAddress addressOf(Channel channel) {
    return channel.remoteAddress() instanceof InetSocketAddress address
        ? address.getAddress()
        : null;
  }
}
