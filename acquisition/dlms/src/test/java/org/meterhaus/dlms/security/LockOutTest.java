package org.meterhaus.dlms.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A lock-out")
class LockOutTest {

  private static final LockOut.Rules RULES =
      new LockOut.Rules(3, Duration.ofSeconds(2), Duration.ofSeconds(10), Duration.ofMinutes(1), 4);

  private Instant now = Instant.EPOCH;
  private final LockOut<String> lockOut = new LockOut<>(RULES, () -> now);

  private void after(Duration time) {
    now = now.plus(time);
  }

  private Duration fail() {
    return lockOut.failed("a");
  }

  @Test
  void comes_after_the_free_failures_and_doubles_up_to_the_longest() {
    assertThat(fail()).isZero();
    assertThat(fail()).isZero();
    assertThat(lockOut.isLocked("a")).isFalse();
    for (int seconds : new int[] {2, 4, 8, 10, 10}) {
      assertThat(fail()).hasSeconds(seconds);
      assertThat(lockOut.isLocked("a")).isTrue();
      after(Duration.ofSeconds(seconds).minusNanos(1));
      assertThat(lockOut.isLocked("a")).isTrue();
      after(Duration.ofNanos(1));
      assertThat(lockOut.isLocked("a")).isFalse();
    }
  }

  @Test
  void is_not_made_longer_by_knocking() {
    fail();
    fail();
    fail();
    for (int i = 0; i < 100; i++) {
      assertThat(fail()).isZero();
    }
    after(Duration.ofSeconds(2));
    assertThat(lockOut.isLocked("a")).isFalse();
  }

  @Test
  void concerns_nobody_else() {
    fail();
    fail();
    fail();
    assertThat(lockOut.isLocked("b")).isFalse();
    assertThat(lockOut.failed("b")).isZero();
  }

  @Test
  void is_forgiven_by_success_and_by_time() {
    fail();
    fail();
    lockOut.succeeded("a");
    assertThat(fail()).isZero();
    assertThat(fail()).isZero();
    after(Duration.ofMinutes(1));
    assertThat(fail()).isZero();
    assertThat(fail()).isZero();
    assertThat(fail()).hasSeconds(2);
  }

  @Test
  void remembers_no_more_than_it_may() {
    for (int i = 0; i < 1000; i++) {
      lockOut.failed("peer " + i);
      assertThat(lockOut.size()).isLessThanOrEqualTo(4);
    }
    assertThat(lockOut.failed("peer 999")).isZero();
    assertThat(lockOut.failed("peer 999")).as("still remembered").hasSeconds(2);
  }

  /** Against any sequence of waits: how many guesses fit into a day. */
  @Test
  void lets_no_patience_guess_more_than_the_longest_pause_allows() {
    for (long seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      LockOut<String> fresh = new LockOut<>(RULES, () -> now);
      Instant end = now.plus(Duration.ofHours(1));
      int guesses = 0;
      while (now.isBefore(end)) {
        if (!fresh.isLocked("a")) {
          guesses++;
          fresh.failed("a");
        }
        after(Duration.ofMillis(1 + random.nextInt(3000)));
      }
      // Never waiting to be forgiven: at most one in 10 s, and the few before that.
      assertThat(guesses).as("seed %d", seed).isLessThanOrEqualTo(360 + 6);
    }
  }
}
