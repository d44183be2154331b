package org.meterhaus.dlms.transport;

import java.lang.System.Logger.Level;
import java.net.SocketAddress;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Why the connections of one port ended: told once each, and counted. Thread-safe. */
final class Closings {

  private static final System.Logger LOG = System.getLogger(Closings.class.getName());

  /** Guarded by this. One that can be added to only once there is something to add. */
  private Map<CloseReason, Long> counts = Map.of();

  void add(@Nullable SocketAddress peer, CloseReason reason) {
    synchronized (this) {
      if (counts.isEmpty()) {
        counts = new EnumMap<>(CloseReason.class);
      }
      counts.merge(reason, 1L, Long::sum);
    }
    LOG.log(Level.DEBUG, () -> peer + " closed: " + reason);
  }

  synchronized Map<CloseReason, Long> counts() {
    return Map.copyOf(counts);
  }
}
