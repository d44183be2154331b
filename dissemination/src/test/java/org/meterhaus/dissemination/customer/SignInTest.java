package org.meterhaus.dissemination.customer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meterhaus.db.customers.Customers;
import org.meterhaus.db.customers.Party;
import org.meterhaus.dissemination.TestHome;
import org.meterhaus.dissemination.access.Caller;
import org.meterhaus.dissemination.access.Operator;

@DisplayName("Signing in")
class SignInTest {
  /** Hashed once: each hash costs what an attacker should pay. */
  private static final String HASH = PasswordHash.of(TestHome.PASSWORD, new SecureRandom()).phc();

  private TestHome home;

  @BeforeEach
  void open() {
    home = new TestHome();
    home.database()
        .transact(session -> {
          new Customers(session).putLogin("ada", "c-A-01", HASH);
          new Customers(session).putLogin("bob", "c-B-01", HASH);
        });
  }

  @AfterEach
  void close() {
    home.close();
  }

  @Test
  void gives_a_token_that_stands_for_the_customer_until_it_expires() {
    SignIn.IssuedToken token =
        home.useCases().signIn().issueToken("ada", TestHome.PASSWORD, "127.0.0.1");

    assertThat(token.accessToken()).matches("[A-Za-z0-9_-]{43}");
    assertThat(token.toString()).doesNotContain(token.accessToken());
    Caller caller = home.useCases().tokens().authenticate(token.accessToken(), "r-1");
    assertThat(caller).isEqualTo(new Caller("c-A-01", Caller.Authentication.BEARER_TOKEN, "r-1"));
    home.now(TestHome.NOW.plus(token.expiresIn()));
    assertThat(
            TestHome.refusal(
                () -> home.useCases().tokens().authenticate(token.accessToken(), "r-2")))
        .isEqualTo("not-authenticated");
  }

  @Test
  void gives_a_token_that_is_worthless_after_signing_out() {
    String token =
        home.useCases().signIn().issueToken("ada", TestHome.PASSWORD, "127.0.0.1").accessToken();
    String other =
        home.useCases().signIn().issueToken("ada", TestHome.PASSWORD, "127.0.0.1").accessToken();

    home.useCases().tokens().revoke(token);
    home.useCases().tokens().revoke(token);

    assertThat(TestHome.refusal(() -> home.useCases().tokens().authenticate(token, "r")))
        .isEqualTo("not-authenticated");
    assertThat(home.useCases().tokens().authenticate(other, "r").customerId()).isEqualTo("c-A-01");
  }

  @Test
  void keeps_neither_token_nor_password() {
    String token =
        home.useCases().signIn().issueToken("ada", TestHome.PASSWORD, "127.0.0.1").accessToken();

    List<String> everything =
        home.database()
            .inTransaction(session ->
                session
                    .createNativeQuery(
                        """
                        select to_jsonb(t)::text || encode(t.hash, 'escape') from access_token t
                        union all select to_jsonb(l)::text from login l
                        union all select to_jsonb(a)::text from audit a
                        """,
                        String.class)
                    .getResultList());
    assertThat(everything)
        .hasSizeGreaterThan(3)
        .noneMatch(row -> row.contains(token) || row.contains(TestHome.PASSWORD));
  }

  @ParameterizedTest(name = "[{0}]")
  @ValueSource(
      strings = {"", "x", "Bearer", "'", "\u0000", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
  void is_needed_by_who_has_no_token_of_ours(String token) {
    assertThat(TestHome.refusal(() -> home.useCases().tokens().authenticate(token, "r")))
        .isEqualTo("not-authenticated");
  }

  @Test
  void does_not_say_whether_the_name_or_the_password_is_wrong() {
    assertThat(refusal("ada", "wrong", "10.0.0.1")).isEqualTo("invalid-credentials");
    assertThat(refusal("nobody", TestHome.PASSWORD, "10.0.0.1")).isEqualTo("invalid-credentials");
    assertThat(refusal("", TestHome.PASSWORD, "10.0.0.1")).isEqualTo("invalid-credentials");
    assertThat(refusal("ada\u0000", TestHome.PASSWORD, "10.0.0.1"))
        .isEqualTo("invalid-credentials");
    assertThat(refusal("ada\ud800", TestHome.PASSWORD, "10.0.0.1"))
        .isEqualTo("invalid-credentials");
    assertThat(refusal("ADA", TestHome.PASSWORD, "10.0.0.1")).isEqualTo("invalid-credentials");
    assertThat(refusal("ada", "x".repeat(100_000), "10.0.0.1")).isEqualTo("invalid-credentials");
  }

  /**
   * The shape, not a stopwatch: an unknown user must cost a whole Argon2 computation, which is some
   * hundred times what the rest of the request costs. Processor time of this thread, which other
   * programs do not lengthen.
   */
  @Test
  void costs_an_unknown_user_the_effort_of_a_known_one() {
    cheapest("ada");
    long known = cheapest("ada");
    long unknown = cheapest("nobody");

    assertThat(unknown).isBetween(known / 2, known * 2);
  }

  private long cheapest(String username) {
    var thread = ManagementFactory.getThreadMXBean();
    long cheapest = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      long before = thread.getCurrentThreadCpuTime();
      refusal(username, "wrong", "10.0.0.1");
      cheapest = Math.min(cheapest, thread.getCurrentThreadCpuTime() - before);
    }
    return cheapest;
  }

  @Test
  void is_slowed_down_for_a_name_from_wherever_the_attempts_come() {
    for (int i = 0; i < 10; i++) {
      assertThat(refusal("ada", "wrong", "10.0.0." + i)).isEqualTo("invalid-credentials");
    }

    assertThat(refusal("ada", TestHome.PASSWORD, "10.0.1.1")).isEqualTo("rate-limited");
    assertThat(
            home.useCases()
                .signIn()
                .authenticate("bob", TestHome.PASSWORD, "10.0.1.1", "r")
                .customerId())
        .isEqualTo("c-B-01");
    home.now(TestHome.NOW.plusSeconds(30));
    assertThat(
            home.useCases()
                .signIn()
                .authenticate("ada", TestHome.PASSWORD, "10.0.1.1", "r")
                .customerId())
        .isEqualTo("c-A-01");
  }

  @Test
  void does_not_use_attempts_up_when_it_succeeds() {
    for (int i = 0; i < 25; i++) {
      home.useCases().signIn().authenticate("ada", TestHome.PASSWORD, "10.0.0.1", "r");
    }

    assertThat(refusal("ada", "wrong", "10.0.0.1")).isEqualTo("invalid-credentials");
  }

  @Test
  void leaves_a_row_in_the_audit_chain_that_never_has_a_name_nobody_has() {
    refusal("my-password-in-the-wrong-field", "x", "10.0.0.1");
    refusal("ada", "x", "10.0.0.1");

    List<String> rows =
        home.database()
            .inTransaction(session ->
                session
                    .createNativeQuery(
                        "select actor || ' ' || outcome from audit order by seq", String.class)
                    .getResultList());
    assertThat(rows)
        .containsExactly(
            "unknown refused:invalid-credentials", "customer:c-A-01 refused:invalid-credentials");
  }

  private String refusal(String username, String password, String address) {
    return TestHome.refusal(() -> home.useCases().signIn().issueToken(username, password, address));
  }

  @Test
  void counts_attempts_as_a_bucket_that_refills() {
    var now = new Instant[] {TestHome.NOW};
    var attempts = new Attempts(() -> now[0], 3, Duration.ofSeconds(10));
    for (int i = 0; i < 3; i++) {
      attempts.take("a");
    }
    assertThat(TestHome.refusal(() -> attempts.take("a"))).isEqualTo("rate-limited");
    attempts.take("b");

    now[0] = now[0].plusSeconds(10);
    attempts.take("a");
    assertThat(TestHome.refusal(() -> attempts.take("a"))).isEqualTo("rate-limited");
    attempts.giveBack("a");
    attempts.take("a");

    now[0] = now[0].plusSeconds(3_600);
    for (int i = 0; i < 3; i++) {
      attempts.take("a");
    }
    assertThat(TestHome.refusal(() -> attempts.take("a"))).isEqualTo("rate-limited");
  }

  @Test
  void reads_hashes_that_other_programs_made() {
    // made by the reference implementation: echo -n password | argon2 somesalt -id -t 2 -m 16 -p 1
    // (phc-winner-argon2, test.c)
    var hash =
        PasswordHash.parse(
            "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc");

    assertThat(hash.matches("password")).isTrue();
    assertThat(hash.matches("differentpassword")).isFalse();
    assertThat(hash.phc())
        .isEqualTo(
            "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plain",
        "$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "$argon2id$v=16$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "$argon2id$v=19$m=9999999,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "$argon2id$v=19$m=65536,t=99,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
        "$argon2id$v=19$m=65536,t=2,p=99$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
      })
  void refuses_hashes_that_are_none_or_would_cost_too_much(String phc) {
    assertThatThrownBy(() -> PasswordHash.parse(phc))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .satisfies(
            message -> assertThat(message.toLowerCase(Locale.ROOT)).doesNotContain("ctfhfdx"));
  }

  @Test
  void tells_operators_from_customers() {
    home.database()
        .transact(session -> new Customers(session).putLogin("otto", Party.operator("o-1"), HASH));
    var useCases = home.useCases();
    String token =
        useCases.signIn().issueToken("otto", TestHome.PASSWORD, "10.0.7.1").accessToken();

    assertThat(useCases.tokens().identify(token, "r")).isEqualTo(new Operator("o-1", "r"));
    assertThat(TestHome.refusal(() -> useCases.tokens().authenticate(token, "r")))
        .isEqualTo("not-authenticated");
    assertThat(
            TestHome.refusal(
                () -> useCases.signIn().authenticate("otto", TestHome.PASSWORD, "10.0.7.1", "r")))
        .isEqualTo("invalid-credentials");
  }
}
