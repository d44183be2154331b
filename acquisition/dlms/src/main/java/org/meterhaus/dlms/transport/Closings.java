package org.meterhaus.dlms.transport;

import java.lang.System.Logger.Level;
import java.net.SocketAddress;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Why the connections of one port ended: told once each, and counted. Thread-safe. */
final class Closings {

  private static final System.Logger LOG = System.getLogger(Closings.class.getName());

  private final Map<CloseReason, LongAdder> counts = new ConcurrentHashMap<>();

  void add(@Nullable SocketAddress peer, CloseReason reason) {
    counts.computeIfAbsent(reason, _ -> new LongAdder()).increment();
    LOG.log(Level.DEBUG, () -> peer + " closed: " + reason);
  }

  Map<CloseReason, Long> counts() {
    Map<CloseReason, Long> sums = new EnumMap<>(CloseReason.class);
    counts.forEach((reason, count) -> sums.put(reason, count.sum()));
    return sums;
  }
}
