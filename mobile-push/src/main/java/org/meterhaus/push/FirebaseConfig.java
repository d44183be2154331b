package org.meterhaus.push;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Where Firebase Cloud Messaging is and who we are there. Either Google with a service account, or
 * a receiver that speaks the same protocol at an endpoint of our own.
 *
 * @param projectId the Firebase project; null takes the one that the service account names
 * @param endpoint scheme, host and port of the receiver, e.g. {@code http://127.0.0.1:8099}; null
 *     is Google
 * @param credentials service account file (JSON); null only with an endpoint
 * @param accessToken what is presented to an endpoint without a service account
 * @param timeout for one request, more than zero
 * @param timeToLive how long the provider keeps a message for a phone that is off, 0 to 28 days
 */
public record FirebaseConfig(
    @Nullable String projectId,
    @Nullable URI endpoint,
    @Nullable Path credentials,
    String accessToken,
    Duration timeout,
    Duration timeToLive) {

  private static final Duration MAX_TIME_TO_LIVE = Duration.ofDays(28);

  public FirebaseConfig {
    if (endpoint == null && credentials == null) {
      throw new IllegalArgumentException(
          "push needs METERHAUS_FCM_CREDENTIALS (a service account file) or METERHAUS_FCM_ENDPOINT");
    }
    if (credentials == null && (projectId == null || projectId.isBlank())) {
      throw new IllegalArgumentException("without a service account the project must be named");
    }
    if (!timeout.isPositive()) {
      throw new IllegalArgumentException("timeout must be positive but was " + timeout);
    }
    if (timeToLive.isNegative() || timeToLive.compareTo(MAX_TIME_TO_LIVE) > 0) {
      throw new IllegalArgumentException("timeToLive must be 0..28 days but was " + timeToLive);
    }
  }

  /** A receiver of our own, such as {@link org.meterhaus.push.receiver.FcmReceiver}. */
  public static FirebaseConfig local(URI endpoint, String projectId, String accessToken) {
    return new FirebaseConfig(
        projectId, endpoint, null, accessToken, Duration.ofSeconds(10), Duration.ofDays(1));
  }

  /** Google, by a service account. */
  public static FirebaseConfig google(Path credentials) {
    return new FirebaseConfig(
        null, null, credentials, "", Duration.ofSeconds(20), Duration.ofDays(1));
  }

  /** Where messages go; the access token stays out of it. */
  @Override
  public String toString() {
    return endpoint == null ? "fcm.googleapis.com" : endpoint.toString();
  }
}
