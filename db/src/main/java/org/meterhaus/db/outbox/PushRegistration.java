package org.meterhaus.db.outbox;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One phone, browser or other place that a customer wants messages at.
 *
 * @param token the provider's address of that place; as good as a secret, never logged whole
 * @param platform {@code android}, {@code ios} or {@code web}
 * @param deadAt since when nothing is sent to it any more, null while it is live
 * @param deadReason why, null while it is live
 */
public record PushRegistration(
    UUID id,
    String customerId,
    String token,
    String platform,
    Instant createdAt,
    @Nullable Instant deadAt,
    @Nullable String deadReason) {

  public boolean live() {
    return deadAt == null;
  }
}
