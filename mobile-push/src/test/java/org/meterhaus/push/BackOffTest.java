package org.meterhaus.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A back-off")
class BackOffTest {

  private static final BackOff BACK_OFF =
      new BackOff(Duration.ofSeconds(1), Duration.ofMinutes(10), 12);

  static LongStream seeds() {
    return LongStream.range(0, 100);
  }

  private static RandomGenerator random(long seed) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void doubles_with_every_attempt_up_to_the_longest_and_spreads_over_the_upper_half(long seed) {
    RandomGenerator random = random(seed);
    for (int attempt = 1; attempt <= 60; attempt++) {
      long whole = Math.min(600_000, 1000L << Math.min(attempt - 1, 20));

      assertThat(BACK_OFF.after(attempt, null, random).toMillis())
          .as("attempt %d", attempt)
          .isBetween(whole / 2, whole);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void never_comes_back_before_the_provider_wants_and_little_after(long seed) {
    assertThat(BACK_OFF.after(1, Duration.ofMinutes(30), random(seed)))
        .isBetween(Duration.ofMinutes(30), Duration.ofMinutes(33));
  }

  @Test
  void is_not_kept_waiting_for_ever_by_a_provider() {
    assertThat(BACK_OFF.after(1, Duration.ofDays(4000), random(1)))
        .isLessThan(Duration.ofHours(27));
  }

  @Test
  void really_spreads() {
    RandomGenerator random = random(1);

    assertThat(
            LongStream.range(0, 50)
                .map(_ -> BACK_OFF.after(8, null, random).toMillis())
                .distinct()
                .count())
        .isGreaterThan(40);
  }

  @Test
  void refuses_limits_out_of_range() {
    assertThatThrownBy(() -> new BackOff(Duration.ZERO, Duration.ofSeconds(1), 1))
        .hasMessageContaining("first");
    assertThatThrownBy(() -> new BackOff(Duration.ofSeconds(2), Duration.ofSeconds(1), 1))
        .hasMessageContaining("longest");
    assertThatThrownBy(() -> new BackOff(Duration.ofSeconds(1), Duration.ofSeconds(1), 0))
        .hasMessageContaining("maxAttempts");
  }
}
