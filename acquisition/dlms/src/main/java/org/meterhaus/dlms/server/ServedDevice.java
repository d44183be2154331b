package org.meterhaus.dlms.server;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.security.LockOut;
import org.meterhaus.dlms.security.ReplayWindow;
import org.meterhaus.dlms.security.SecurityEvent;
import org.meterhaus.dlms.security.SymmetricKey;
import org.meterhaus.dlms.security.SystemTitle;

/** A logical device and what is remembered of its clients across connections. Thread-safe. */
final class ServedDevice {

  /** Only holders of the key get here, so this many titles mean something is wrong. */
  private static final int MAX_CLIENTS = 1024;

  private static final int MAX_KEYS = 16;

  /** Does not jump when somebody sets the machine's clock. */
  private static final InstantSource MONOTONIC = () -> Instant.EPOCH.plusNanos(System.nanoTime());

  private final LogicalDevice device;
  private final LockOut<String> lockOut;
  private final boolean forgetful;
  private final Map<SystemTitle, Deque<Counted>> windows = new HashMap<>();

  /** A client may count anew with each key. */
  private record Counted(SymmetricKey key, ReplayWindow window) {}

  ServedDevice(LogicalDevice device) {
    this.device = device;
    this.lockOut = new LockOut<>(device.lockOut(), MONOTONIC);
    this.forgetful =
        device.security() instanceof DeviceSecurity.ByClient(var _, var memory)
            && memory == DeviceSecurity.ReplayMemory.ASSOCIATION;
  }

  LogicalDevice device() {
    return device;
  }

  /** Whether attempts of this client are not looked at. */
  boolean isLockedOut(String who) {
    return lockOut.isLocked(who);
  }

  /**
   * A client did not prove who it is.
   *
   * @param mechanism 0..7
   */
  void failed(String who, int mechanism) {
    device.audit().record(new SecurityEvent.ProofRefused(who, mechanism));
    Duration length = lockOut.failed(who);
    if (length.isPositive()) {
      device.audit().record(new SecurityEvent.LockedOut(who, length));
    }
  }

  /** Somebody has to know. */
  void tell(SecurityEvent event) {
    device.audit().record(event);
  }

  /** A client did. */
  void succeeded(String who) {
    lockOut.succeeded(who);
  }

  /**
   * What was seen of this client's counters under a key; to be asked for once an association, when
   * its first message was found authentic. Null if the client is one too many.
   */
  @Nullable ReplayWindow window(SystemTitle client, SymmetricKey key) {
    if (forgetful) {
      return new ReplayWindow();
    }
    synchronized (windows) {
      Deque<Counted> ofClient = windows.get(client);
      if (ofClient == null) {
        if (windows.size() >= MAX_CLIENTS) {
          return null;
        }
        ofClient = new ArrayDeque<>(2);
        windows.put(client, ofClient);
      }
      for (Counted each : ofClient) {
        if (each.key().equals(key)) {
          return each.window();
        }
      }
      // Keys that were replaced do not come back; a client has very few at a time.
      if (ofClient.size() >= MAX_KEYS) {
        ofClient.remove();
      }
      Counted counted = new Counted(key, new ReplayWindow());
      ofClient.add(counted);
      return counted.window();
    }
  }
}
