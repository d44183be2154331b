package org.meterhaus.dissemination.devices;

import org.jspecify.annotations.Nullable;
import org.meterhaus.dissemination.access.Caller;

/** Accepts a command for an appliance's relay; the head-end carries it out. */
@SuppressWarnings("DoNotCallSuggester")
public final class SwitchDevice {

  /**
   * @param device its id
   * @param action {@code switch-on} or {@code switch-off}
   * @param idempotencyKey chosen by the client, 1..255 visible ASCII characters; the same key with
   *     the same request gives the same command for 24 hours
   */
  public record NewCommand(
      String device, @Nullable String action, @Nullable String idempotencyKey) {}

  /**
   * Durable when it returns.
   *
   * @throws org.meterhaus.dissemination.access.RefusedException not-found, idempotency-key-missing,
   *     idempotency-conflict, validation (action), not-switchable, rate-limited
   */
  public Command accept(Caller caller, NewCommand command) {
    throw new UnsupportedOperationException();
  }
}
