package org.meterhaus.dissemination.devices;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A command and how far it got.
 *
 * @param device its id
 * @param action {@code switch-on} or {@code switch-off}
 * @param state {@code accepted}, {@code sent}, {@code confirmed}, {@code failed} or {@code expired}
 * @param reason why it failed; null otherwise
 * @param expiresAt it is not sent after this
 * @param finishedAt when it was confirmed, failed or expired; null before
 */
public record Command(
    UUID id,
    String device,
    String action,
    String state,
    @Nullable String reason,
    Instant createdAt,
    Instant expiresAt,
    @Nullable Instant finishedAt) {

  static Command of(org.meterhaus.db.commands.Command command) {
    return new Command(
        command.id(),
        command.deviceId(),
        command.action().wireName(),
        command.state().wireName(),
        command.reason(),
        command.createdAt(),
        command.expiresAt(),
        command.finishedAt());
  }
}
