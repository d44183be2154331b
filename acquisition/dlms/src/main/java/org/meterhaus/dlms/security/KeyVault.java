package org.meterhaus.dlms.security;

import java.io.IOException;

/**
 * Keeps the keys of one logical device over restarts. Thread-safe.
 *
 * <p>Who changes keys holds the vault's monitor from {@link #current} to {@link #replace}.
 */
public interface KeyVault {

  /** What is in use now; associations take it when they begin. */
  DeviceKeys current();

  /**
   * Puts other keys in their place.
   *
   * @throws IOException if they cannot be made durable; then the old ones stay in use
   */
  void replace(DeviceKeys next) throws IOException;

  /** One that forgets, for tests and for keys that live no longer than the process. */
  static KeyVault inMemory(DeviceKeys first) {
    return new KeyVault() {
      private volatile DeviceKeys current = first;

      @Override
      public DeviceKeys current() {
        return current;
      }

      @Override
      public void replace(DeviceKeys next) {
        current = next;
      }
    };
  }
}
