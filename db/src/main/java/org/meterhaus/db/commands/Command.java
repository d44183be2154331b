package org.meterhaus.db.commands;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A command and how far it got.
 *
 * @param reason why it failed; null otherwise
 * @param expiresAt it is not sent at or after this
 * @param sentAt when it was last begun; null before
 * @param finishedAt when it came to its end; null before
 * @param attempts times that it was begun
 */
public record Command(
    UUID id,
    String deviceId,
    String customerId,
    Action action,
    State state,
    @Nullable String reason,
    Instant createdAt,
    Instant expiresAt,
    @Nullable Instant sentAt,
    @Nullable Instant finishedAt,
    int attempts) {

  /** One that was just accepted. */
  public static Command accepted(
      UUID id,
      String deviceId,
      String customerId,
      Action action,
      Instant createdAt,
      Instant expiresAt) {
    return new Command(
        id,
        deviceId,
        customerId,
        action,
        State.ACCEPTED,
        null,
        createdAt,
        expiresAt,
        null,
        null,
        0);
  }
}
