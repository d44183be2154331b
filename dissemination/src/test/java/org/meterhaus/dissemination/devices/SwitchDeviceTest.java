package org.meterhaus.dissemination.devices;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meterhaus.db.commands.Commands;
import org.meterhaus.dissemination.TestHome;
import org.meterhaus.dissemination.access.RefusedException;
import org.meterhaus.dissemination.devices.SwitchDevice.NewCommand;

@DisplayName("Switching a device")
class SwitchDeviceTest {
  private TestHome home;

  @BeforeEach
  void open() {
    home = new TestHome();
  }

  @AfterEach
  void close() {
    home.close();
  }

  @Test
  void is_accepted_with_an_expiry_and_wakes_the_head_end() throws Exception {
    var heard = new LinkedBlockingQueue<String>();
    try (var _ = home.database().listen(Commands.CHANNEL, heard::add)) {
      Command command = accept("switch-off", "k-1");

      assertThat(command.state()).isEqualTo("accepted");
      assertThat(command.action()).isEqualTo("switch-off");
      assertThat(command.expiresAt()).isEqualTo(TestHome.NOW.plusSeconds(60));
      assertThat(command.finishedAt()).isNull();
      assertThat(home.useCases().commandStatus().get(TestHome.caller(), command.id().toString()))
          .isEqualTo(command);
      assertThat(heardWithin(heard, command.id().toString())).isTrue();
    }
  }

  /** A fresh subscription hears an empty payload first. */
  private static boolean heardWithin(LinkedBlockingQueue<String> heard, String id)
      throws InterruptedException {
    String payload;
    do {
      payload = heard.poll(20, TimeUnit.SECONDS);
    } while (payload != null && !payload.equals(id));
    return payload != null;
  }

  @Test
  void twice_with_the_same_key_is_one_command() {
    Command first = accept("switch-off", "k-1");
    home.now(TestHome.NOW.plusSeconds(5));
    Command second = accept("switch-off", "k-1");

    assertThat(second).isEqualTo(first);
    assertThat(commands()).isEqualTo(1);
  }

  @Test
  void again_with_the_same_key_tells_what_became_of_it() {
    Command first = accept("switch-off", "k-1");
    home.database()
        .transact(session -> {
          var commands = new Commands(session);
          commands.claim("sink-lindenhof", TestHome.NOW);
          commands.fail(first.id(), "the meter does not answer", TestHome.NOW.plusSeconds(3));
        });

    Command again = accept("switch-off", "k-1");

    assertThat(again.id()).isEqualTo(first.id());
    assertThat(again.state()).isEqualTo("failed");
    assertThat(again.reason()).isEqualTo("the meter does not answer");
  }

  @Test
  void with_a_key_that_stood_for_something_else_is_a_conflict() {
    accept("switch-off", "k-1");

    assertThat(refusal("A-01-kettle", "switch-on", "k-1")).isEqualTo("idempotency-conflict");
    assertThat(refusal("A-01-lamp", "switch-off", "k-1")).isEqualTo("idempotency-conflict");
    assertThat(commands()).isEqualTo(1);
  }

  @Test
  void with_the_key_of_somebody_else_is_no_conflict_and_shows_nothing() {
    Command ours = accept("switch-off", "k-1");
    Command theirs =
        home.useCases()
            .switchDevice()
            .accept(TestHome.caller("c-B-01"), new NewCommand("B-01-kettle", "switch-off", "k-1"));

    assertThat(theirs.id()).isNotEqualTo(ours.id());
    assertThat(theirs.device()).isEqualTo("B-01-kettle");
  }

  @Test
  void a_day_later_may_use_the_key_again() {
    Command first = accept("switch-off", "k-1");
    home.now(TestHome.NOW.plus(Duration.ofHours(25)));

    assertThat(accept("switch-off", "k-1").id()).isNotEqualTo(first.id());
  }

  @Test
  void by_many_at_once_with_one_key_is_one_command() throws Exception {
    int callers = 8;
    var start = new CountDownLatch(1);
    Set<UUID> ids = new HashSet<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers =
          IntStream.range(0, callers)
              .mapToObj(_ ->
                  threads.submit(() -> {
                    start.await();
                    return accept("switch-off", "k-1").id();
                  }))
              .toList();
      start.countDown();
      for (var answer : answers) {
        ids.add(answer.get());
      }
    }

    assertThat(ids).hasSize(1);
    assertThat(commands()).isEqualTo(1);
  }

  @Test
  void by_many_at_once_with_keys_of_their_own_stays_within_the_rate() throws Exception {
    var start = new CountDownLatch(1);
    int accepted = 0;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var answers =
          IntStream.range(0, 16)
              .mapToObj(i ->
                  threads.submit(() -> {
                    start.await();
                    try {
                      accept("switch-off", "k-" + i);
                      return true;
                    } catch (RefusedException e) {
                      assertThat(e.refusal().code()).isEqualTo("rate-limited");
                      return false;
                    }
                  }))
              .toList();
      start.countDown();
      for (var answer : answers) {
        accepted += answer.get() ? 1 : 0;
      }
    }

    assertThat(accepted).isEqualTo(10);
    assertThat(commands()).isEqualTo(10);
    // a repeated request is no new one, and a minute later there is room again
    assertThat(accept("switch-off", acceptedKey()).state()).isEqualTo("accepted");
    home.now(TestHome.NOW.plusSeconds(61));
    assertThat(accept("switch-off", "later").state()).isEqualTo("accepted");
  }

  private String acceptedKey() {
    return home.database()
        .inTransaction(session ->
            session
                .createNativeQuery("select key from idempotency_key limit 1", String.class)
                .getSingleResult());
  }

  @Test
  void needs_a_relay() {
    assertThat(refusal("A-01-lamp", "switch-off", "k-1")).isEqualTo("not-switchable");
  }

  @ParameterizedTest(name = "[{0}]")
  @ValueSource(strings = {"", "toggle", "SWITCH-ON", "switch-on ", "on"})
  void needs_an_action_that_there_is(String action) {
    assertThat(refusal("A-01-kettle", action, "k-1")).isEqualTo("validation");
  }

  @Test
  void needs_a_key_and_says_so_only_to_somebody_whose_device_it_is() {
    assertThat(refusal("A-01-kettle", "switch-on", null)).isEqualTo("idempotency-key-missing");
    assertThat(refusal("A-01-kettle", "switch-on", "")).isEqualTo("idempotency-key-missing");
    assertThat(refusal("A-01-kettle", "switch-on", "a b")).isEqualTo("invalid-parameter");
    assertThat(refusal("A-01-kettle", "switch-on", "k".repeat(256))).isEqualTo("invalid-parameter");
    assertThat(refusal("A-01-kettle", "switch-on", "k\u0000")).isEqualTo("invalid-parameter");
    assertThat(refusal("B-01-kettle", "switch-on", null)).isEqualTo("not-found");
    assertThat(commands()).isZero();
  }

  private Command accept(String action, String key) {
    return home.useCases()
        .switchDevice()
        .accept(TestHome.caller(), new NewCommand("A-01-kettle", action, key));
  }

  private String refusal(String device, @Nullable String action, @Nullable String key) {
    return TestHome.refusal(() ->
        home.useCases()
            .switchDevice()
            .accept(TestHome.caller(), new NewCommand(device, action, key)));
  }

  private long commands() {
    return home.database()
        .inTransaction(session ->
            session
                .createNativeQuery("select count(*) from command", Long.class)
                .getSingleResult());
  }
}
