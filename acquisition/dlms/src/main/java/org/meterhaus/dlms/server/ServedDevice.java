package org.meterhaus.dlms.server;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.security.LockOut;
import org.meterhaus.dlms.security.ReplayWindow;
import org.meterhaus.dlms.security.SecurityEvent;
import org.meterhaus.dlms.security.SymmetricKey;
import org.meterhaus.dlms.security.SystemTitle;
import org.meterhaus.dlms.security.TransactionOrder;

/** A logical device and what is remembered of its clients across connections. Thread-safe. */
final class ServedDevice {

  /** Does not jump when somebody sets the machine's clock. */
  private static final InstantSource MONOTONIC = () -> Instant.EPOCH.plusNanos(System.nanoTime());

  private final LogicalDevice device;
  private final LockOut<String> lockOut;
  private final boolean forgetful;
  private final ClientMemory<ReplayWindow> windows = new ClientMemory<>(ReplayWindow::new);
  private final ClientMemory<TransactionOrder> transactions =
      new ClientMemory<>(TransactionOrder::new);

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

  /** Whether the port takes nobody now. */
  boolean isShut() {
    return !device.guard().admits();
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
    device.guard().failed();
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
    device.guard().succeeded();
  }

  /**
   * What was seen of this client's counters under a key; to be asked for once an association, when
   * its first message was found authentic. Null if the client is one too many.
   */
  @Nullable ReplayWindow window(SystemTitle client, SymmetricKey key) {
    return forgetful ? new ReplayWindow() : windows.of(client, key);
  }

  /**
   * What was seen of this client's transactions by what they are trusted for; to be asked for like
   * {@link #window}.
   *
   * @param trust the key that stays
   */
  @Nullable TransactionOrder transactions(SystemTitle client, Object trust) {
    return forgetful ? new TransactionOrder() : transactions.of(client, trust);
  }
}
