package org.meterhaus.dlms.server;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.security.ReplayWindow;
import org.meterhaus.dlms.security.SystemTitle;

/** A logical device and what is remembered of its clients across connections. Thread-safe. */
final class ServedDevice {

  /** Only holders of the key get here, so this many titles mean something is wrong. */
  private static final int MAX_CLIENTS = 1024;

  private final LogicalDevice device;
  private final Map<SystemTitle, ReplayWindow> windows = new HashMap<>();

  ServedDevice(LogicalDevice device) {
    this.device = device;
  }

  LogicalDevice device() {
    return device;
  }

  /**
   * What was seen of this client's counters; to be asked for only once a message of it was found
   * authentic. Null if the client is one too many.
   */
  @Nullable ReplayWindow window(SystemTitle client) {
    synchronized (windows) {
      ReplayWindow window = windows.get(client);
      if (window == null && windows.size() < MAX_CLIENTS) {
        window = new ReplayWindow();
        windows.put(client, window);
      }
      return window;
    }
  }
}
