package org.meterhaus.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.meterhaus.push.PushChannel.Outcome;
import org.meterhaus.push.PushChannel.Push;
import org.meterhaus.push.receiver.Fault;
import org.meterhaus.push.receiver.FcmReceiver;
import org.meterhaus.push.receiver.ReceiverConfig;

/** Google's SDK over a real socket. */
@DisplayName("The Firebase channel")
@Timeout(60)
class FirebasePushChannelTest {

  private final AtomicInteger requests = new AtomicInteger();
  private FcmReceiver receiver;
  private FirebasePushChannel channel;

  @BeforeEach
  void open() throws Exception {
    receiver =
        new FcmReceiver(
            new ReceiverConfig(0, "lindenhof", "secret", 10),
            InstantSource.system(),
            token -> {
              requests.incrementAndGet();
              return fault(token);
            });
    receiver.start();
    channel =
        FirebasePushChannel.open(
            FirebaseConfig.local(receiver.address(), "lindenhof", "secret"),
            InstantSource.system());
  }

  private static Optional<Fault> fault(String token) {
    return switch (token) {
      case "unregistered" -> Optional.of(Fault.unregistered());
      case "malformed" -> Optional.of(Fault.invalidArgument("message.token", "Invalid token"));
      case "busy" -> Optional.of(Fault.quotaExceeded(Duration.ofSeconds(7)));
      case "busy-silently" -> Optional.of(Fault.quotaExceeded(null));
      case "down" -> Optional.of(Fault.unavailable(Duration.ofSeconds(90)));
      case "down-silently" -> Optional.of(Fault.unavailable(null));
      default -> Optional.empty();
    };
  }

  @AfterEach
  void close() {
    channel.close();
    receiver.close();
  }

  @Test
  void delivers_a_message_as_it_is() {
    Outcome outcome = channel.send(push("phone"));

    assertThat(outcome).isEqualTo(new Outcome.Accepted("projects/lindenhof/messages/1"));
    assertThat(receiver.messages())
        .singleElement()
        .satisfies(message -> {
          assertThat(message.token()).isEqualTo("phone");
          assertThat(message.title()).isEqualTo("Kettle is off");
          assertThat(message.body()).isEqualTo("Confirmed by the meter \u2013 at 12:00.");
          assertThat(message.data()).isEqualTo(Map.of("command", "4711", "messageId", "abc_-1"));
        });
  }

  @Test
  void tells_a_dead_token_from_a_bad_message() {
    assertThat(channel.send(push("unregistered"))).isEqualTo(new Outcome.DeadToken("UNREGISTERED"));
    assertThat(channel.send(push("malformed"))).isInstanceOf(Outcome.DeadToken.class);
    assertThat(channel.send(new Push("phone", "m", "t", "b", Map.of("k", "x".repeat(5000)))))
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> assertThat(refused.reason()).contains("INVALID_ARGUMENT", "too big"));
  }

  @Test
  void passes_on_how_long_to_wait() {
    assertThat(channel.send(push("busy")))
        .isEqualTo(new Outcome.NotNow("QUOTA_EXCEEDED", Duration.ofSeconds(7)));
    assertThat(channel.send(push("busy-silently")))
        .isEqualTo(new Outcome.NotNow("QUOTA_EXCEEDED", Duration.ofMinutes(1)));
  }

  /** The SDK alone would sleep 4 x 60 s here; the time limit of this class would end that. */
  @Test
  void hands_an_overload_on_at_once_in_place_of_sleeping_through_it() {
    assertThat(channel.send(push("down")))
        .isEqualTo(new Outcome.NotNow("UNAVAILABLE", Duration.ofSeconds(90)));
    assertThat(channel.send(push("down-silently")))
        .isEqualTo(new Outcome.NotNow("UNAVAILABLE", null));
    assertThat(requests).hasValue(2);
  }

  @Test
  void blames_no_token_for_a_provider_that_is_not_there() {
    receiver.close();

    assertThat(channel.send(push("phone"))).isInstanceOf(Outcome.NotNow.class);
  }

  @Test
  void blames_no_token_for_wrong_credentials_or_a_wrong_project() throws Exception {
    try (var stranger =
            FirebasePushChannel.open(
                FirebaseConfig.local(receiver.address(), "lindenhof", "wrong"),
                InstantSource.system());
        var lost =
            FirebasePushChannel.open(
                FirebaseConfig.local(receiver.address(), "elsewhere", "secret"),
                InstantSource.system())) {
      assertThat(stranger.send(push("phone")))
          .isInstanceOfSatisfying(
              Outcome.NotNow.class,
              notNow -> assertThat(notNow.reason()).contains("UNAUTHENTICATED"));
      assertThat(lost.send(push("phone"))).isInstanceOf(Outcome.NotNow.class);
    }
  }

  @Test
  void keeps_its_token_out_of_what_is_logged() {
    assertThat(FirebaseConfig.local(receiver.address(), "lindenhof", "secret").toString())
        .isEqualTo(receiver.address().toString());
    assertThat(new ReceiverConfig(0, "lindenhof", "secret", 3).toString()).doesNotContain("secret");
  }

  @Test
  void needs_to_know_where_to_send() {
    assertThatThrownBy(
            () -> new FirebaseConfig("p", null, null, "", Duration.ofSeconds(1), Duration.ZERO))
        .hasMessageContaining("METERHAUS_FCM_CREDENTIALS")
        .hasMessageContaining("METERHAUS_FCM_ENDPOINT");
  }

  private static Push push(String token) {
    return new Push(
        token,
        "abc_-1",
        "Kettle is off",
        "Confirmed by the meter \u2013 at 12:00.",
        Map.of("command", "4711"));
  }
}
