package org.meterhaus.processing.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.meterhaus.processing.cluster.Grouping.Found;
import org.meterhaus.processing.cluster.Grouping.Group;

@DisplayName("Grouping by the shape of the load")
class ClusteringTest {
  private static final ClusterRules RULES = ClusterRules.defaults();

  static LongStream seeds() {
    return LongStream.range(0, 20);
  }

  private static RandomGenerator random(long seed) {
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  /** So many households with a peak at each hour; the hour is in the id. */
  private static List<Household> planted(long seed, Map<Integer, Integer> countByPeak) {
    RandomGenerator random = random(seed);
    var households = new ArrayList<Household>();
    countByPeak.forEach((peak, count) ->
        IntStream.range(0, count)
            .forEach(i ->
                households.add(Planted.household("p%02d-%03d".formatted(peak, i), peak, random))));
    return households;
  }

  private static Found found(List<Household> households) {
    return (Found) Clustering.of(households, RULES);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void finds_the_groups_that_are_there_and_how_many(long seed) {
    Found found = found(planted(seed, new TreeMap<>(Map.of(3, 12, 8, 20, 13, 9, 19, 30))));

    assertThat(found.groups()).hasSize(4);
    assertThat(found.groups())
        .extracting(group -> group.centroid().peakHour())
        .containsExactly(3, 8, 13, 19);
    for (Group group : found.groups()) {
      String peak = "p%02d".formatted(group.centroid().peakHour());
      assertThat(group.members()).allMatch(member -> member.startsWith(peak));
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void gives_the_same_for_any_order(long seed) {
    List<Household> households = planted(seed, Map.of(7, 14, 20, 23));
    var shuffled = new ArrayList<>(households);
    Collections.shuffle(shuffled, new Random(seed));

    assertThat(Clustering.of(shuffled, RULES)).isEqualTo(Clustering.of(households, RULES));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void shows_no_group_of_fewer_than_five(long seed) {
    Found found = found(planted(seed, Map.of(2, 3, 9, 4, 19, 25)));

    assertThat(found.groups()).allMatch(group -> group.members().size() >= 5);
    assertThat(found.groups().stream().mapToInt(group -> group.members().size()).sum())
        .as("everybody has a group")
        .isEqualTo(32);
  }

  @Test
  void shows_nothing_for_fewer_than_twice_five() {
    assertThat(Clustering.of(planted(1, Map.of(8, 4, 19, 5)), RULES))
        .isEqualTo(new Grouping.TooFew(9, 10));
    assertThat(found(planted(1, Map.of(8, 5, 19, 5))).groups()).hasSize(2);
  }

  @Test
  void makes_one_group_of_all_that_are_alike_but_few() {
    Found found = found(planted(1, Map.of(3, 2, 8, 2, 13, 2, 19, 7)));

    assertThat(found.groups()).allMatch(group -> group.members().size() >= 5);
  }

  @Test
  void says_what_is_particular_about_a_group() {
    Found found = found(planted(4, Map.of(3, 12, 19, 30)));

    assertThat(found.groups().getFirst().words())
        .startsWith("uses most at night (")
        .contains("busiest around 03:00");
    assertThat(found.groups().getLast().words())
        .startsWith("uses most in the evening (")
        .contains("busiest around 19:00")
        .contains("little at night");
  }

  @Test
  void tells_the_quartiles_of_the_daily_use() {
    assertThat(Grouping.Quartiles.of(new long[] {1000, 2000, 3000, 4000, 9000}))
        .isEqualTo(new Grouping.Quartiles(2000, 3000, 4000));
    assertThat(Grouping.Quartiles.of(new long[] {1000, 2000}))
        .isEqualTo(new Grouping.Quartiles(1250, 1500, 1750));
  }

  @Test
  void copes_with_a_hundred_thousand_households() {
    int[] peaks = {3, 8, 13, 18, 21};
    RandomGenerator random = random(99);

    Found found =
        timed("around five shapes", i -> Planted.household(i, peaks[random.nextInt(5)], random));

    assertThat(found.groups())
        .extracting(group -> group.centroid().peakHour())
        .containsExactly(3, 8, 13, 18, 21);
  }

  /** A cloud without islands is what takes k-means longest. */
  @Test
  void copes_with_a_hundred_thousand_households_that_have_nothing_in_common() {
    RandomGenerator random = random(98);

    Found found = timed("all over", i -> Planted.noise(i, random));

    assertThat(found.groups().stream().mapToInt(group -> group.members().size()).sum())
        .isEqualTo(100_000);
  }

  /** Prints how long; asserts only that it is nowhere near unusable. */
  private static Found timed(String what, Function<String, Household> household) {
    List<Household> households =
        IntStream.range(0, 100_000).mapToObj(i -> household.apply("u%06d".formatted(i))).toList();
    long before = System.nanoTime();
    Found found = found(households);
    double seconds = (System.nanoTime() - before) / 1e9;
    System.out.printf(
        "100,000 households of %d values, %s: %.1f s, %d groups%n",
        LoadShape.VALUES, what, seconds, found.groups().size());
    assertThat(seconds).isLessThan(120);
    return found;
  }
}
