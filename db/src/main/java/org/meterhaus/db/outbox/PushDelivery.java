package org.meterhaus.db.outbox;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What became of one message on its way to one phone.
 *
 * @param attempts how often the provider was asked, 0 or more
 * @param nextAttemptAt when it is due (while it is being sent, when its lease ends); null once it
 *     is settled
 * @param providerMessageId the provider's name for it, null until it took it
 * @param error what the last attempt failed of, null if it did not
 */
public record PushDelivery(
    Id id,
    State state,
    int attempts,
    @Nullable Instant nextAttemptAt,
    @Nullable String providerMessageId,
    @Nullable String error,
    Instant updatedAt) {

  /** One message on its way to one phone. */
  public record Id(long outboxId, UUID registrationId) {}

  /** The wire names are the lower-case names. */
  public enum State {
    /** to be sent at {@link PushDelivery#nextAttemptAt()} or being sent */
    PENDING,
    /** the provider has it */
    SENT,
    /** the phone is not there any more */
    DROPPED,
    /** given up: refused for good, or tried too often */
    FAILED
  }

  /**
   * A delivery that a sender has taken on; nobody else gets it until the lease ends.
   *
   * @param attempt 1 for the first
   * @param createdAt when the message was written
   */
  public record Claimed(
      Id id,
      String token,
      String platform,
      int attempt,
      OutboxMessage message,
      Instant createdAt) {}
}
