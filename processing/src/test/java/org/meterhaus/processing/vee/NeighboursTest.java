package org.meterhaus.processing.vee;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What neighbours used")
class NeighboursTest {
  private static final double NO = Double.NaN;

  private static List<double[]> homes(double... wh) {
    return Arrays.stream(wh).mapToObj(each -> new double[] {each, each, 2 * each}).toList();
  }

  @Test
  void is_their_median_at_the_homes_own_size() {
    double[] own = {50, 50, NO};

    double[] estimate = Neighbours.estimate(own, homes(10, 90, 100, 110, 5_000), 2);

    assertThat(estimate[2]).isCloseTo(100, within(1e-9));
  }

  @Test
  void is_their_median_where_nothing_is_known_of_the_home() {
    assertThat(Neighbours.estimate(new double[] {NO, 3, NO}, homes(10, 90, 100, 110, 120), 2)[2])
        .isEqualTo(200);
  }

  @Test
  void is_not_told_of_fewer_than_five() {
    List<double[]> others = new ArrayList<>(homes(10, 90, 100, 110));
    others.add(new double[] {1, 1, NO});

    double[] estimate = Neighbours.estimate(new double[] {NO, NO, NO}, others, 2);

    assertThat(estimate[1]).isEqualTo(90);
    assertThat(estimate[2]).isNaN();
  }

  @Test
  void does_not_depend_on_the_order_of_the_neighbours() {
    var random = new Random(7);
    List<double[]> others = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      others.add(random.doubles(50, 0, 900).toArray());
    }
    double[] own = random.doubles(50, 0, 900).toArray();
    double[] estimate = Neighbours.estimate(own, others, 24);

    Collections.shuffle(others, random);

    assertThat(Neighbours.estimate(own, others, 24)).containsExactly(estimate);
  }
}
