package org.meterhaus.processing.vee;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Shares")
class SharesTest {

  static LongStream seeds() {
    return LongStream.range(0, 200);
  }

  @Test
  void give_what_is_left_to_the_largest_remainders() {
    assertThat(Shares.of(10, new double[] {1, 1, 1})).containsExactly(4, 3, 3);
    assertThat(Shares.of(10, new double[] {1, 2, 4})).containsExactly(1, 3, 6);
  }

  @Test
  void are_even_where_no_weight_is_known() {
    assertThat(Shares.of(7, new double[] {0, 0})).containsExactly(4, 3);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void add_up_and_stay_within_one_of_their_proportion(long seed) {
    var random = new Random(seed);
    double[] weights =
        random.doubles(1 + random.nextInt(400)).map(w -> w * random.nextInt(3)).toArray();
    long total = random.nextInt(1 << random.nextInt(1, 31));

    long[] shares = Shares.of(total, weights);

    assertThat(Arrays.stream(shares).sum()).isEqualTo(total);
    double sum = Arrays.stream(weights).sum();
    for (int i = 0; i < shares.length; i++) {
      double exact = sum > 0 ? total * weights[i] / sum : (double) total / weights.length;
      assertThat((double) shares[i]).isBetween(Math.max(0, exact - 1.001), exact + 1.001);
    }
  }
}
