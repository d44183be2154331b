package org.meterhaus.processing.cluster;

/**
 * How customers are grouped.
 *
 * @param spanDays calendar days that a shape is made of, 7..366
 * @param minWorkingDays usable working days that a shape needs, 1 or more
 * @param minWeekendDays usable days of weekends that it needs, 1 or more
 * @param smallestGroup customers of a group that is shown, 2 or more
 * @param mostGroups 2..24
 * @param restarts of k-means for each number of groups, 1..100
 * @param maxIterations of one k-means, 1..1000
 * @param sample most customers for choosing the number of groups, all others then join the nearest;
 *     at least 100
 * @param seed of everything that is drawn
 */
public record ClusterRules(
    int spanDays,
    int minWorkingDays,
    int minWeekendDays,
    int smallestGroup,
    int mostGroups,
    int restarts,
    int maxIterations,
    int sample,
    long seed) {

  public ClusterRules {
    requireRange("spanDays", spanDays, 7, 366);
    requireRange("minWorkingDays", minWorkingDays, 1, spanDays);
    requireRange("minWeekendDays", minWeekendDays, 1, spanDays);
    requireRange("smallestGroup", smallestGroup, 2, 1_000);
    requireRange("mostGroups", mostGroups, 2, 24);
    requireRange("restarts", restarts, 1, 100);
    requireRange("maxIterations", maxIterations, 1, 1_000);
    requireRange("sample", sample, 100, 1_000_000);
  }

  /** Four weeks, groups of five or more, two to eight of them. */
  public static ClusterRules defaults() {
    return new ClusterRules(28, 8, 3, 5, 8, 10, 100, 2_000, 20_260_302L);
  }

  private static void requireRange(String name, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s must be %d..%d but was %d".formatted(name, least, most, value));
    }
  }
}
