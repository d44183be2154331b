package org.meterhaus.dlms.server;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.security.SystemTitle;

/**
 * What a device remembers of each client and key across connections: a client may count anew with
 * each key. Thread-safe.
 */
final class ClientMemory<M> {

  /** Only holders of a key get here, so this many titles mean something is wrong. */
  private static final int MAX_CLIENTS = 1024;

  private static final int MAX_KEYS = 16;

  private final Supplier<M> blank;

  /** One that can be added to only once there is something to add: most devices have none. */
  private Map<SystemTitle, Deque<Of<M>>> ofClients = Map.of();

  private record Of<M>(Object key, M memory) {}

  ClientMemory(Supplier<M> blank) {
    this.blank = blank;
  }

  /**
   * What is remembered, a blank memory if this is the first time; null if the client is one too
   * many.
   */
  synchronized @Nullable M of(SystemTitle client, Object key) {
    Deque<Of<M>> ofClient = ofClients.get(client);
    if (ofClient == null) {
      if (ofClients.size() >= MAX_CLIENTS) {
        return null;
      }
      if (ofClients.isEmpty()) {
        ofClients = new HashMap<>();
      }
      ofClient = new ArrayDeque<>(2);
      ofClients.put(client, ofClient);
    }
    for (Of<M> each : ofClient) {
      if (each.key().equals(key)) {
        return each.memory();
      }
    }
    // Keys that were replaced do not come back; a client has very few at a time.
    if (ofClient.size() >= MAX_KEYS) {
      ofClient.remove();
    }
    Of<M> next = new Of<>(key, blank.get());
    ofClient.add(next);
    return next.memory();
  }
}
