package org.meterhaus.soap.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.meterhaus.soap.security.ReplayGuard.Use;

@DisplayName("The replay guard")
class ReplayGuardTest {
  private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");

  private final AtomicReference<Instant> now = new AtomicReference<>(NOON);
  private final InstantSource clock = now::get;
  private final ReplayGuard guard =
      new ReplayGuard(
          new ReplayGuard.Settings(Duration.ofMinutes(5), Duration.ofMinutes(1), 3), clock);

  @Test
  void takes_messages_of_the_last_five_minutes_and_the_next_one() {
    assertThat(guard.isFresh(NOON.minusSeconds(300))).isTrue();
    assertThat(guard.isFresh(NOON.minusSeconds(301))).isFalse();
    assertThat(guard.isFresh(NOON.plusSeconds(60))).isTrue();
    assertThat(guard.isFresh(NOON.plusSeconds(61))).isFalse();
  }

  @Test
  void knows_a_nonce_as_long_as_its_message_is_fresh() {
    assertThat(guard.use("anna", "n", NOON)).isEqualTo(Use.FIRST);
    now.set(NOON.plusSeconds(300));

    assertThat(guard.isFresh(NOON)).isTrue();
    assertThat(guard.use("anna", "n", NOON)).isEqualTo(Use.REPEATED);
  }

  @Test
  void knows_a_nonce_of_a_clock_that_runs_ahead_until_its_message_is_too_old() {
    var created = NOON.plusSeconds(60);
    assertThat(guard.use("anna", "n", created)).isEqualTo(Use.FIRST);
    now.set(NOON.plusSeconds(360));

    assertThat(guard.isFresh(created)).isTrue();
    assertThat(guard.use("anna", "n", created)).isEqualTo(Use.REPEATED);
  }

  @Test
  void tells_users_apart() {
    assertThat(guard.use("anna", "n", NOON)).isEqualTo(Use.FIRST);
    assertThat(guard.use("bert", "n", NOON)).isEqualTo(Use.FIRST);
  }

  @Test
  void says_so_when_it_has_no_room_and_finds_room_when_messages_grow_old() {
    for (var nonce : new String[] {"1", "2", "3"}) {
      assertThat(guard.use("anna", nonce, NOON)).isEqualTo(Use.FIRST);
    }

    assertThat(guard.use("anna", "4", NOON)).isEqualTo(Use.FULL);
    now.set(NOON.plusSeconds(301));
    assertThat(guard.use("anna", "4", now.get())).isEqualTo(Use.FIRST);
  }
}
