package org.meterhaus.dissemination.push;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dissemination.access.Caller;

/** A customer's phones. */
@SuppressWarnings("DoNotCallSuggester")
public final class PushRegistrations {

  /**
   * @param platform {@code android}, {@code ios} or {@code web}
   * @param live whether the push service still knows it
   */
  public record Registration(
      UUID id, String token, String platform, Instant createdAt, boolean live) {}

  /**
   * Registering the same token again gives the same registration, moved to this caller.
   *
   * @param token of the push service, 1..4,096 characters
   * @param platform {@code android}, {@code ios} or {@code web}
   * @throws org.meterhaus.dissemination.access.RefusedException validation
   */
  public Registration register(Caller caller, @Nullable String token, @Nullable String platform) {
    throw new UnsupportedOperationException();
  }

  /** Oldest first. */
  public List<Registration> list(Caller caller) {
    throw new UnsupportedOperationException();
  }

  /**
   * @throws org.meterhaus.dissemination.access.RefusedException not-found
   */
  public Registration get(Caller caller, String registrationId) {
    throw new UnsupportedOperationException();
  }

  /**
   * @throws org.meterhaus.dissemination.access.RefusedException not-found
   */
  public void remove(Caller caller, String registrationId) {
    throw new UnsupportedOperationException();
  }
}
