package org.meterhaus.push;

import com.google.api.client.json.gson.GsonFactory;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.ServiceAccountCredentials;
import com.google.firebase.FirebaseApp;
import com.google.firebase.FirebaseOptions;
import com.google.firebase.IncomingHttpResponse;
import com.google.firebase.messaging.AndroidConfig;
import com.google.firebase.messaging.AndroidNotification;
import com.google.firebase.messaging.ApnsConfig;
import com.google.firebase.messaging.Aps;
import com.google.firebase.messaging.FirebaseMessaging;
import com.google.firebase.messaging.FirebaseMessagingException;
import com.google.firebase.messaging.Message;
import com.google.firebase.messaging.MessagingErrorCode;
import com.google.firebase.messaging.Notification;
import com.google.firebase.messaging.WebpushConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Firebase Cloud Messaging by Google's own Admin SDK. The same code sends to Google and to a local
 * receiver; only the host and the credentials differ.
 *
 * @see <a href="https://firebase.google.com/docs/cloud-messaging/send/v1-api">FCM HTTP v1</a>
 */
public final class FirebasePushChannel implements PushChannel, AutoCloseable {
  /** Names the SDK's apps, which it keeps in a static map of its own. */
  private static final AtomicLong OPENED = new AtomicLong();

  /** What an endpoint of our own wants to hear. */
  private static final class FixedToken extends GoogleCredentials {
    private static final Instant NEVER = Instant.parse("9999-01-01T00:00:00Z");

    private final String token;

    FixedToken(String token) {
      super(GoogleCredentials.newBuilder().setAccessToken(accessToken(token)));
      this.token = token;
    }

    /** Asked for after an answer 401; the base class would throw, and hide that answer. */
    @Override
    public AccessToken refreshAccessToken() {
      return accessToken(token);
    }

    private static AccessToken accessToken(String token) {
      return new AccessToken(token, Date.from(NEVER));
    }
  }

  private static final List<String> SCOPES =
      List.of("https://www.googleapis.com/auth/firebase.messaging");

  /** FCM's documented default where a quota answer has no Retry-After. */
  private static final Duration QUOTA_WAIT = Duration.ofMinutes(1);

  private final FirebaseConfig config;
  private final InstantSource clock;
  private final EndpointTransport transport;
  private final FirebaseApp app;
  private final FirebaseMessaging messaging;

  private FirebasePushChannel(
      FirebaseConfig config, InstantSource clock, EndpointTransport transport, FirebaseApp app) {
    this.config = config;
    this.clock = clock;
    this.transport = transport;
    this.app = app;
    this.messaging = FirebaseMessaging.getInstance(app);
  }

  /**
   * Connects nothing yet; the first message does.
   *
   * @throws IOException if the service account file cannot be read
   */
  public static FirebasePushChannel open(FirebaseConfig config, InstantSource clock)
      throws IOException {
    var transport = new EndpointTransport(config.endpoint(), config.timeout());
    FirebaseOptions.Builder options =
        FirebaseOptions.builder()
            .setHttpTransport(transport)
            .setJsonFactory(GsonFactory.getDefaultInstance())
            .setCredentials(credentials(config));
    if (config.projectId() != null) {
      options.setProjectId(config.projectId());
    }
    // The SDK keeps its apps in a static map; a name of our own lets several live side by side.
    FirebaseApp app =
        FirebaseApp.initializeApp(options.build(), "meterhaus-" + OPENED.incrementAndGet());
    return new FirebasePushChannel(config, clock, transport, app);
  }

  private static GoogleCredentials credentials(FirebaseConfig config) throws IOException {
    Path file = config.credentials();
    if (file == null) {
      return new FixedToken(config.accessToken());
    }
    try (InputStream in = Files.newInputStream(file)) {
      return ServiceAccountCredentials.fromStream(in).createScoped(SCOPES);
    }
  }

  @Override
  public Outcome send(Push push) {
    try {
      return new Outcome.Accepted(messaging.send(message(push)));
    } catch (FirebaseMessagingException e) {
      return outcome(e);
    }
  }

  @Override
  public void close() {
    app.delete();
    transport.shutdown();
  }

  // SDK 9.11 deprecates registration tokens in favour of installation ids; what phones register
  // with
  // today is a token, and FCM goes on taking it.
  @SuppressWarnings("deprecation")
  private Message message(Push push) {
    return Message.builder()
        .setToken(push.token())
        .setNotification(Notification.builder().setTitle(push.title()).setBody(push.body()).build())
        .putAllData(push.data())
        .putData("messageId", push.messageId())
        // A repeat replaces what the phone shows. Not by collapse_key: FCM keeps at most four of
        // those for a phone that is off and throws the others away.
        .setAndroidConfig(
            AndroidConfig.builder()
                .setPriority(AndroidConfig.Priority.HIGH)
                .setTtl(config.timeToLive().toMillis())
                .setNotification(AndroidNotification.builder().setTag(push.messageId()).build())
                .build())
        .setApnsConfig(
            ApnsConfig.builder()
                .putHeader("apns-collapse-id", push.messageId())
                .setAps(Aps.builder().setThreadId("meterhaus").build())
                .build())
        .setWebpushConfig(
            WebpushConfig.builder()
                .putAllHeaders(
                    Map.of(
                        "Topic", push.messageId(),
                        "TTL", Long.toString(config.timeToLive().toSeconds())))
                .build())
        .build();
  }

  private Outcome outcome(FirebaseMessagingException e) {
    if (e.getCause() instanceof EndpointTransport.Unavailable unavailable) {
      return new Outcome.NotNow("UNAVAILABLE", wait(unavailable.retryAfter()));
    }
    MessagingErrorCode code = e.getMessagingErrorCode();
    if (code == null) {
      // No verdict of FCM's on the message: no connection, expired credentials, a project that is
      // not there. None of it says anything about the token.
      return new Outcome.NotNow(e.getErrorCode() + ": " + e.getMessage(), null);
    }
    return switch (code) {
      case UNREGISTERED, SENDER_ID_MISMATCH -> new Outcome.DeadToken(code.name());
      case INVALID_ARGUMENT ->
          FcmError.blamesToken(content(e))
              ? new Outcome.DeadToken("INVALID_ARGUMENT: " + e.getMessage())
              : new Outcome.Refused("INVALID_ARGUMENT: " + e.getMessage());
      case QUOTA_EXCEEDED -> {
        Duration wait = wait(retryAfter(e));
        yield new Outcome.NotNow(code.name(), wait == null ? QUOTA_WAIT : wait);
      }
      case UNAVAILABLE, INTERNAL, THIRD_PARTY_AUTH_ERROR ->
          new Outcome.NotNow(code.name(), wait(retryAfter(e)));
    };
  }

  private static String content(FirebaseMessagingException e) {
    IncomingHttpResponse response = e.getHttpResponse();
    return response == null || response.getContent() == null ? "" : response.getContent();
  }

  private static @Nullable String retryAfter(FirebaseMessagingException e) {
    IncomingHttpResponse response = e.getHttpResponse();
    if (response == null) {
      return null;
    }
    return response.getHeaders().entrySet().stream()
        .filter(header -> header.getKey().equalsIgnoreCase("Retry-After"))
        .map(header ->
            header.getValue() instanceof List<?> many ? many.getFirst() : header.getValue())
        .map(Object::toString)
        .findFirst()
        .orElse(null);
  }

  /** Seconds or an HTTP date (RFC 9110, 10.2.3); null if there is no wait in it. */
  private @Nullable Duration wait(@Nullable String retryAfter) {
    if (retryAfter == null) {
      return null;
    }
    Duration wait;
    try {
      wait =
          retryAfter.matches("[0-9]{1,9}")
              ? Duration.ofSeconds(Long.parseLong(retryAfter))
              : Duration.between(
                  clock.instant(),
                  ZonedDateTime.parse(retryAfter, DateTimeFormatter.RFC_1123_DATE_TIME));
    } catch (DateTimeException _) {
      return null; // a header that we cannot read is no header
    }
    return wait.isPositive() ? wait : null;
  }
}
