package org.meterhaus.push;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A way to a phone. Implementations are safe for use by many threads at once and block until the
 * provider has answered or a time limit of their own is over.
 */
public interface PushChannel {

  /** Asks the provider once; whether and when to ask again is the caller's to decide. */
  Outcome send(Push push);

  /**
   * One message for one phone.
   *
   * @param token where to
   * @param messageId the same for every repeat of this message, 1..32 characters of the base64url
   *     alphabet; it replaces a notification of the same id on the phone
   * @param data for the app; carries no secrets
   */
  record Push(String token, String messageId, String title, String body, Map<String, String> data) {

    public Push {
      if (!messageId.matches("[A-Za-z0-9_-]{1,32}")) {
        throw new IllegalArgumentException(
            "messageId must be 1..32 base64url characters but was " + messageId);
      }
      data = Map.copyOf(data);
    }
  }

  /** What the provider said. */
  sealed interface Outcome {

    /** The provider has it; whether the phone got it, it does not tell. */
    record Accepted(String providerMessageId) implements Outcome {}

    /** The token is of no use any more, for this message or any other. */
    record DeadToken(String reason) implements Outcome {}

    /** This message will never be taken, though the token may be good. */
    record Refused(String reason) implements Outcome {}

    /**
     * Not now.
     *
     * @param retryAfter the provider's wish, more than zero; null if it had none
     */
    record NotNow(String reason, @Nullable Duration retryAfter) implements Outcome {}
  }
}
