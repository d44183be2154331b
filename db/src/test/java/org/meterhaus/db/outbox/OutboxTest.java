package org.meterhaus.db.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.hibernate.StatelessSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.meterhaus.db.TestDatabase;

@DisplayName("The outbox")
class OutboxTest {

  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
  private static final Duration LEASE = Duration.ofMinutes(2);

  private TestDatabase test;

  @BeforeEach
  void twoCustomers() {
    test = TestDatabase.create();
    test.database()
        .transact(session ->
            session
                .createNativeMutationQuery(
                    "insert into customer (id, name) values ('c-A-01', 'Ada'), ('c-A-02', 'Bo')")
                .executeUpdate());
  }

  @AfterEach
  void close() {
    test.close();
  }

  @Test
  void takes_a_message_once_however_often_it_is_added() {
    boolean first = in(session -> new Outbox(session).add(message("a"), NOON));
    boolean again = in(session -> new Outbox(session).add(message("a"), NOON.plusSeconds(1)));

    assertThat(first).isTrue();
    assertThat(again).isFalse();
    assertThat(count("outbox")).isEqualTo(1);
  }

  @Test
  void wakes_the_sender_only_when_the_message_is_committed() throws InterruptedException {
    BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    try (var _ = test.database().listen(Outbox.CHANNEL, heard::add)) {
      assertThatThrownBy(() ->
              in(session -> {
                new Outbox(session).add(message("rolled back"), NOON);
                throw new IllegalStateException("no");
              }))
          .hasMessage("no");
      in(session -> new Outbox(session).add(message("kept"), NOON));

      assertThat(heard.poll(10, TimeUnit.SECONDS)).isEmpty();
      assertThat(heard).isEmpty();
      assertThat(count("outbox")).isEqualTo(1);
    }
  }

  @Test
  void hands_a_message_to_every_live_phone_of_its_customer_and_to_no_other() {
    UUID one = register("c-A-01", "token-1");
    UUID two = register("c-A-01", "token-2");
    UUID gone = register("c-A-01", "token-3");
    register("c-A-02", "token-4");
    in(s -> new PushRegistrations(s).markDead(gone, "token-3", "UNREGISTERED", NOON));
    in(s -> new Outbox(s).add(message("a"), NOON));

    int handed = in(s -> new Outbox(s).handOver(10, NOON));

    assertThat(handed).isEqualTo(1);
    assertThat(claim(NOON))
        .extracting(claimed -> claimed.id().registrationId())
        .containsExactlyInAnyOrder(one, two);
    assertThat(this.<Integer>in(s -> new Outbox(s).handOver(10, NOON))).isZero();
  }

  @Test
  void a_claimed_delivery_carries_the_message_as_it_was_written() {
    register("c-A-01", "token-1");
    OutboxMessage written = message("a");
    in(s -> new Outbox(s).add(written, NOON));
    in(s -> new Outbox(s).handOver(10, NOON));

    assertThat(claim(NOON))
        .singleElement()
        .satisfies(claimed -> {
          assertThat(claimed.message()).isEqualTo(written);
          assertThat(claimed.token()).isEqualTo("token-1");
          assertThat(claimed.platform()).isEqualTo("android");
          assertThat(claimed.attempt()).isEqualTo(1);
          assertThat(claimed.createdAt()).isEqualTo(NOON);
        });
  }

  @Test
  void what_a_sender_took_and_never_settled_is_due_again_when_its_lease_ends() {
    register("c-A-01", "token-1");
    in(s -> new Outbox(s).add(message("a"), NOON));
    in(s -> new Outbox(s).handOver(10, NOON));
    assertThat(claim(NOON)).hasSize(1);

    assertThat(claim(NOON.plus(LEASE).minusMillis(1))).isEmpty();
    assertThat(this.<Optional<Instant>>in(s -> new PushDeliveries(s).nextDueAt()))
        .contains(NOON.plus(LEASE));
    assertThat(claim(NOON.plus(LEASE)))
        .singleElement()
        .satisfies(claimed -> assertThat(claimed.attempt()).isEqualTo(2));
  }

  @Test
  void two_senders_never_hold_the_same_delivery() {
    for (int phone = 0; phone < 10; phone++) {
      register("c-A-01", "token-" + phone);
    }
    in(s -> new Outbox(s).add(message("a"), NOON));
    in(s -> new Outbox(s).handOver(10, NOON));

    // the second claims while the first's transaction is still open
    var both = new ArrayList<PushDelivery.Claimed>();
    in(s -> {
      both.addAll(new PushDeliveries(s).claim(6, LEASE, NOON));
      both.addAll(claim(NOON));
      return true;
    });

    assertThat(both).hasSize(10).doesNotHaveDuplicates();
    assertThat(both.stream().map(PushDelivery.Claimed::token).distinct()).hasSize(10);
  }

  @Test
  void a_settled_delivery_keeps_its_outcome_and_is_never_due_again() {
    register("c-A-01", "token-1");
    in(s -> new Outbox(s).add(message("a"), NOON));
    in(s -> new Outbox(s).handOver(10, NOON));
    PushDelivery.Id id = claim(NOON).getFirst().id();
    settle(deliveries -> deliveries.sent(id, "projects/p/messages/1", NOON));

    settle(deliveries -> deliveries.failed(id, "late loser of the lease", NOON));

    assertThat(this.<List<PushDelivery>>in(s -> new PushDeliveries(s).ofCustomer("c-A-01", 10)))
        .singleElement()
        .satisfies(delivery -> {
          assertThat(delivery.state()).isEqualTo(PushDelivery.State.SENT);
          assertThat(delivery.providerMessageId()).isEqualTo("projects/p/messages/1");
          assertThat(delivery.error()).isNull();
          assertThat(delivery.nextAttemptAt()).isNull();
        });
    assertThat(claim(NOON.plus(Duration.ofDays(1)))).isEmpty();
  }

  @Test
  void what_was_due_to_a_phone_that_changed_hands_never_reaches_its_new_owner() {
    register("c-A-01", "phone");
    in(s -> new Outbox(s).add(message("private"), NOON));
    in(s -> new Outbox(s).handOver(10, NOON));

    UUID moved = register("c-A-02", "phone");

    assertThat(claim(NOON)).isEmpty();
    assertThat(this.<List<PushDelivery>>in(s -> new PushDeliveries(s).ofCustomer("c-A-01", 10)))
        .singleElement()
        .satisfies(delivery -> {
          assertThat(delivery.state()).isEqualTo(PushDelivery.State.DROPPED);
          assertThat(delivery.error()).isEqualTo("registration moved");
        });
    assertThat(registrations("c-A-01")).isEmpty();
    assertThat(registrations("c-A-02")).extracting(PushRegistration::id).containsExactly(moved);
  }

  @Test
  void registering_a_token_again_revives_its_registration() {
    UUID id = register("c-A-01", "phone");
    in(s -> new PushRegistrations(s).markDead(id, "phone", "UNREGISTERED", NOON));
    assertThat(registrations("c-A-01")).isEmpty();

    assertThat(register("c-A-01", "phone")).isEqualTo(id);
    assertThat(registrations("c-A-01")).singleElement().matches(PushRegistration::live);
  }

  @Test
  void nobody_sees_or_removes_the_registration_of_another_customer() {
    UUID id = register("c-A-01", "phone");

    assertThat(
            this.<Optional<PushRegistration>>in(s -> new PushRegistrations(s).find("c-A-02", id)))
        .isEmpty();
    assertThat(this.<Boolean>in(s -> new PushRegistrations(s).remove("c-A-02", id, NOON)))
        .isFalse();
    assertThat(registrations("c-A-01")).hasSize(1);
    assertThat(this.<Boolean>in(s -> new PushRegistrations(s).remove("c-A-01", id, NOON))).isTrue();
    assertThat(registrations("c-A-01")).isEmpty();
  }

  @Test
  void a_customer_keeps_the_newest_twenty_phones() {
    for (int phone = 0; phone <= PushRegistrations.MAX_LIVE; phone++) {
      Instant at = NOON.plusSeconds(phone);
      String token = "token-" + phone;
      in(s -> new PushRegistrations(s).register(UUID.randomUUID(), "c-A-01", token, "android", at));
    }

    assertThat(registrations("c-A-01"))
        .hasSize(PushRegistrations.MAX_LIVE)
        .extracting(PushRegistration::token)
        .doesNotContain("token-0")
        .contains("token-1", "token-20");
  }

  @Test
  void refuses_a_platform_or_a_token_out_of_range() {
    assertThatThrownBy(() ->
            in(s ->
                new PushRegistrations(s).register(UUID.randomUUID(), "c-A-01", "t", "fax", NOON)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("fax");
    assertThatThrownBy(() -> register("c-A-01", "t".repeat(4097)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("4097");
  }

  private UUID register(String customer, String token) {
    return this.<PushRegistration>in(s ->
            new PushRegistrations(s).register(UUID.randomUUID(), customer, token, "android", NOON))
        .id();
  }

  private List<PushRegistration> registrations(String customer) {
    return in(s -> new PushRegistrations(s).list(customer));
  }

  private List<PushDelivery.Claimed> claim(Instant at) {
    return in(s -> new PushDeliveries(s).claim(100, LEASE, at));
  }

  private void settle(Consumer<PushDeliveries> how) {
    test.database().transact(s -> how.accept(new PushDeliveries(s)));
  }

  private <T> T in(Function<StatelessSession, T> work) {
    return test.database().inTransaction(work);
  }

  private long count(String table) {
    return in(
        s -> s.createNativeQuery("select count(*) from " + table, Long.class).getSingleResult());
  }

  private static OutboxMessage message(String dedupKey) {
    return new OutboxMessage(
        dedupKey,
        "c-A-01",
        Kind.COMMAND_CONFIRMED,
        "Kettle is off",
        "Confirmed by the meter at 12:00 \u2013 \"read back\".",
        Map.of("command", "4711", "device", "A-01-kettle"));
  }
}
