package org.meterhaus.rest.devices;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dissemination.devices.Command;

/** A command and how far it got. */
public record CommandJson(
    String id,
    String device,
    String action,
    String state,
    @Nullable String reason,
    Instant createdAt,
    Instant expiresAt,
    @Nullable Instant finishedAt) {

  static CommandJson of(Command command) {
    return new CommandJson(
        command.id().toString(),
        command.device(),
        command.action(),
        command.state(),
        command.reason(),
        command.createdAt(),
        command.expiresAt(),
        command.finishedAt());
  }
}
