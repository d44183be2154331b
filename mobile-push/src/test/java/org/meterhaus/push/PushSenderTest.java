package org.meterhaus.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.meterhaus.db.TestDatabase;
import org.meterhaus.db.outbox.Kind;
import org.meterhaus.db.outbox.Outbox;
import org.meterhaus.db.outbox.OutboxMessage;
import org.meterhaus.db.outbox.PushDeliveries;
import org.meterhaus.db.outbox.PushDelivery;
import org.meterhaus.db.outbox.PushRegistration;
import org.meterhaus.db.outbox.PushRegistrations;
import org.meterhaus.push.receiver.Fault;
import org.meterhaus.push.receiver.FcmReceiver;
import org.meterhaus.push.receiver.ReceivedMessage;
import org.meterhaus.push.receiver.ReceiverConfig;

/** PostgreSQL, Google's SDK and the wire protocol, all real. */
@DisplayName("The push sender")
@Timeout(90)
class PushSenderTest {

  private static final String ADA = "c-A-01";
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final PushSenderConfig CONFIG =
      new PushSenderConfig(
          4,
          Duration.ofSeconds(30), // so long that only a notification explains a quick message
          Duration.ofSeconds(60),
          new BackOff(Duration.ofMillis(100), Duration.ofMillis(400), 4));

  private final Map<String, AtomicInteger> asked = new ConcurrentHashMap<>();
  private TestDatabase test;
  private FcmReceiver receiver;
  private FirebasePushChannel channel;

  @BeforeEach
  void open() throws Exception {
    test = TestDatabase.create();
    test.database()
        .transact(session ->
            session
                .createNativeMutationQuery(
                    "insert into customer (id, name) values ('c-A-01', 'Ada'), ('c-A-02', 'Bo')")
                .executeUpdate());
    receiver =
        new FcmReceiver(
            new ReceiverConfig(0, "lindenhof", "secret", 100), InstantSource.system(), this::fault);
    receiver.start();
    channel =
        FirebasePushChannel.open(
            FirebaseConfig.local(receiver.address(), "lindenhof", "secret"),
            InstantSource.system());
  }

  private Optional<Fault> fault(String token) {
    int times = asked.computeIfAbsent(token, _ -> new AtomicInteger()).incrementAndGet();
    return switch (token) {
      case "gone" -> Optional.of(Fault.unregistered());
      case "busy-once" ->
          times == 1 ? Optional.of(Fault.quotaExceeded(Duration.ofSeconds(1))) : Optional.empty();
      case "down-twice" -> times <= 2 ? Optional.of(Fault.unavailable(null)) : Optional.empty();
      case "always-down" -> Optional.of(Fault.unavailable(null));
      default -> Optional.empty();
    };
  }

  @AfterEach
  void close() {
    channel.close();
    receiver.close();
    test.close();
  }

  @Test
  void brings_a_message_to_every_phone_of_the_customer_as_soon_as_it_is_committed()
      throws Exception {
    register(ADA, "phone-1");
    register(ADA, "phone-2");
    register("c-A-02", "somebody-else");
    try (var _ = started(channel)) {
      Instant added = Instant.now();
      add("a");

      ReceivedMessage one = awaitMessage("phone-1");
      awaitMessage("phone-2");

      assertThat(Duration.between(added, one.receivedAt())).isLessThan(CONFIG.poll());
      assertThat(one.title()).isEqualTo("Kettle is off");
      assertThat(one.data())
          .containsEntry("kind", "command.confirmed")
          .containsEntry("command", "4711")
          .containsEntry("messageId", PushSender.messageId("a"));
      await(() -> ledger().stream().allMatch(d -> d.state() == PushDelivery.State.SENT));
      assertThat(ledger())
          .hasSize(2)
          .allSatisfy(d -> assertThat(d.providerMessageId()).startsWith("projects/lindenhof/"));
      assertThat(receiver.messages()).hasSize(2);
    }
  }

  @Test
  void sends_what_was_left_from_before_it_started() throws Exception {
    register(ADA, "phone");
    add("a");

    try (var _ = started(channel)) {
      awaitMessage("phone");
    }
  }

  @Test
  void a_bad_token_is_dropped_with_its_reason_and_stops_no_other() throws Exception {
    UUID gone = register(ADA, "gone");
    register(ADA, "phone");
    try (var _ = started(channel)) {
      add("a");
      awaitMessage("phone");
      await(() -> !live().contains(gone));
      add("b");
      awaitMessages("phone", 2);

      await(() -> ledger().stream().noneMatch(d -> d.state() == PushDelivery.State.PENDING));
      assertThat(ledger())
          .filteredOn(d -> d.id().registrationId().equals(gone))
          .singleElement()
          .satisfies(d -> {
            assertThat(d.state()).isEqualTo(PushDelivery.State.DROPPED);
            assertThat(d.error()).isEqualTo("UNREGISTERED");
          });
      assertThat(asked.get("gone")).hasValue(1);
    }
  }

  @Test
  void comes_back_when_the_provider_wants_and_not_before() throws Exception {
    register(ADA, "busy-once");
    register(ADA, "phone");
    try (var _ = started(channel)) {
      add("a");

      Instant other = awaitMessage("phone").receivedAt();
      Instant late = awaitMessage("busy-once").receivedAt();

      assertThat(Duration.between(other, late)).isGreaterThan(Duration.ofMillis(800));
      assertThat(asked.get("busy-once")).hasValue(2);
    }
  }

  @Test
  void outlives_an_overload_and_repeats_carry_the_same_id() throws Exception {
    register(ADA, "down-twice");
    try (var _ = started(channel)) {
      add("a");

      assertThat(awaitMessage("down-twice").data())
          .containsEntry("messageId", PushSender.messageId("a"));
      await(() -> ledger().getFirst().state() == PushDelivery.State.SENT);
      assertThat(ledger().getFirst().attempts()).isEqualTo(3);
    }
  }

  @Test
  void gives_up_after_its_last_attempt_and_says_why() throws Exception {
    register(ADA, "always-down");
    try (var _ = started(channel)) {
      add("a");

      await(() -> ledger().stream().anyMatch(d -> d.state() == PushDelivery.State.FAILED));
      assertThat(ledger().getFirst().error()).isEqualTo("given up after 4 attempts: UNAVAILABLE");
      assertThat(asked.get("always-down")).hasValue(4);
    }
  }

  /** What a kill between the provider's answer and the ledger leaves behind. */
  @Test
  void a_delivery_whose_sender_died_is_sent_again_under_the_same_id() throws Exception {
    register(ADA, "phone");
    add("a");
    Instant longAgo = Instant.now().minus(CONFIG.lease()).minusSeconds(1);
    test.database().transact(s -> new Outbox(s).handOver(10, longAgo));
    List<PushDelivery.Claimed> died =
        test.database()
            .inTransaction(s -> new PushDeliveries(s).claim(10, CONFIG.lease(), longAgo));
    assertThat(died).hasSize(1);

    try (var _ = started(channel)) {
      assertThat(awaitMessage("phone").data())
          .containsEntry("messageId", PushSender.messageId("a"));
      await(() -> ledger().getFirst().state() == PushDelivery.State.SENT);
      assertThat(ledger().getFirst().attempts()).isEqualTo(2);
    }
  }

  @Test
  void two_senders_on_one_database_send_each_message_once() throws Exception {
    for (int phone = 0; phone < 20; phone++) {
      register(phone % 2 == 0 ? ADA : "c-A-02", "phone-" + phone);
    }
    try (var _ = started(channel);
        var _ = started(channel)) {
      for (int message = 0; message < 5; message++) {
        add("a" + message);
      }

      await(() -> receiver.messages().size() >= 50);
      await(() -> ledger().stream().allMatch(d -> d.state() == PushDelivery.State.SENT));
      assertThat(ledger()).hasSize(50).allSatisfy(d -> assertThat(d.attempts()).isEqualTo(1));
      assertThat(receiver.messages()).hasSize(50);
    }
  }

  @Test
  void asks_the_provider_no_more_at_once_than_it_is_told_to() throws Exception {
    for (int phone = 0; phone < 12; phone++) {
      register(ADA, "phone-" + phone);
    }
    var gate = new Semaphore(0);
    var under = new AtomicInteger();
    var most = new AtomicInteger();
    PushChannel slow =
        push -> {
          most.accumulateAndGet(under.incrementAndGet(), Math::max);
          gate.acquireUninterruptibly();
          under.decrementAndGet();
          return channel.send(push);
        };
    try (var _ = started(slow)) {
      add("a");
      await(() -> under.get() == CONFIG.concurrency());
      gate.release(12);

      await(() -> receiver.messages().size() == 12);
      assertThat(most).hasValue(CONFIG.concurrency());
    }
  }

  @Test
  void a_channel_that_breaks_is_asked_again_but_not_for_ever() throws Exception {
    register(ADA, "phone");
    var calls = new AtomicInteger();
    PushChannel broken =
        push -> {
          if (calls.incrementAndGet() < 3) {
            throw new IllegalStateException("a bug");
          }
          return channel.send(push);
        };
    try (var _ = started(broken)) {
      add("a");

      awaitMessage("phone");
      assertThat(calls).hasValue(3);
    }
  }

  @Test
  void closing_waits_for_what_is_on_its_way() throws Exception {
    register(ADA, "phone");
    var begun = new CountDownLatch(1);
    PushChannel slow =
        push -> {
          begun.countDown();
          return channel.send(push);
        };
    var sender = started(slow);
    add("a");
    assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
    sender.close();

    assertThat(ledger())
        .singleElement()
        .satisfies(d -> assertThat(d.state()).isEqualTo(PushDelivery.State.SENT));
  }

  private PushSender started(PushChannel through) {
    var sender =
        new PushSender(CONFIG, test.database(), through, InstantSource.system(), new Random(1));
    sender.start();
    return sender;
  }

  private UUID register(String customer, String token) {
    PushRegistration registered =
        test.database()
            .inTransaction(s ->
                new PushRegistrations(s)
                    .register(UUID.randomUUID(), customer, token, "android", Instant.now()));
    return registered.id();
  }

  private void add(String dedupKey) {
    var message =
        new OutboxMessage(
            dedupKey,
            ADA,
            Kind.COMMAND_CONFIRMED,
            "Kettle is off",
            "The meter confirmed it.",
            Map.of("command", "4711"));
    test.database().transact(s -> new Outbox(s).add(message, Instant.now()));
  }

  private List<PushDelivery> ledger() {
    return test.database().inTransaction(s -> new PushDeliveries(s).ofCustomer(ADA, 1000));
  }

  private List<UUID> live() {
    return test.database()
        .inTransaction(
            s -> new PushRegistrations(s).list(ADA).stream().map(PushRegistration::id).toList());
  }

  private ReceivedMessage awaitMessage(String token) throws InterruptedException {
    return receiver.await(message -> message.token().equals(token), PATIENCE).orElseThrow();
  }

  private void awaitMessages(String token, int count) throws InterruptedException {
    await(() -> receiver.messages().stream().filter(m -> m.token().equals(token)).count() == count);
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    Instant end = Instant.now().plus(PATIENCE);
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).as("waited for the condition").isBefore(end);
      Thread.sleep(20);
    }
  }
}
