package org.meterhaus.dissemination.devices;

import java.time.Duration;

/**
 * @param expiry after which an accepted command is not sent any more, more than zero
 * @param most commands for one appliance within {@code within}, 1 or more: relays wear out, and
 *     compressors must rest
 * @param within more than zero
 * @param keysKept for how long an idempotency key stands for its command, more than zero
 */
public record CommandConfig(Duration expiry, int most, Duration within, Duration keysKept) {

  public CommandConfig {
    if (most < 1) {
      throw new IllegalArgumentException("most must be 1 or more but was " + most);
    }
    if (!expiry.isPositive() || !within.isPositive() || !keysKept.isPositive()) {
      throw new IllegalArgumentException(
          "expiry, within and keysKept must be more than zero but were %s, %s and %s"
              .formatted(expiry, within, keysKept));
    }
  }

  public static CommandConfig defaults() {
    return new CommandConfig(
        Duration.ofSeconds(60), 10, Duration.ofMinutes(1), Duration.ofHours(24));
  }
}
