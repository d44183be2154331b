package org.meterhaus.dlms.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.meterhaus.dlms.vectors.AnyData;

@DisplayName("A replay window")
class ReplayWindowTest {

  static LongStream seeds() {
    return LongStream.range(0, 100);
  }

  @Test
  void takes_a_number_once() {
    ReplayWindow window = new ReplayWindow();

    assertThat(window.take(7)).isTrue();
    assertThat(window.take(7)).isFalse();
    assertThat(window.expected()).isEqualTo(8);
  }

  @Test
  void takes_a_number_that_was_overtaken() {
    ReplayWindow window = new ReplayWindow();

    assertThat(window.take(9)).isTrue();
    assertThat(window.take(8)).isTrue();
    assertThat(window.take(8)).isFalse();
  }

  @Test
  void takes_none_that_lies_too_far_behind() {
    ReplayWindow window = new ReplayWindow();

    assertThat(window.take(10_000)).isTrue();
    assertThat(window.take(10_000 - ReplayWindow.WIDTH + 1)).isTrue();
    assertThat(window.take(10_000 - ReplayWindow.WIDTH)).isFalse();
  }

  @Test
  void takes_the_first_and_the_last_number_there_is() {
    ReplayWindow window = new ReplayWindow();

    assertThat(window.take(0)).isTrue();
    assertThat(window.take(0)).isFalse();
    assertThat(window.take(0xFFFF_FFFFL)).isTrue();
    assertThat(window.take(0xFFFF_FFFFL)).isFalse();
    assertThat(window.take(0)).isFalse();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void behaves_like_a_set_that_forgets_what_is_old(long seed) {
    RandomGenerator random = AnyData.random(seed);
    ReplayWindow window = new ReplayWindow();
    Set<Long> seen = new HashSet<>();
    long largest = -1;
    for (int i = 0; i < 5000; i++) {
      long step = random.nextInt(100) == 0 ? random.nextInt(3000) : random.nextInt(-40, 20);
      long counter = Math.max(0, largest + step);

      boolean expected = largest - counter < ReplayWindow.WIDTH && seen.add(counter);

      assertThat(window.take(counter))
          .as("number %d after %d", counter, largest)
          .isEqualTo(expected);
      largest = Math.max(largest, counter);
    }
  }
}
