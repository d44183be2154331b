package org.meterhaus.processing.cluster;

import java.util.List;
import java.util.SortedMap;

/** What came of grouping. */
public sealed interface Grouping {

  /**
   * Too few to show anything to anybody.
   *
   * @param households that could be grouped
   * @param needed at least
   */
  record TooFew(int households, int needed) implements Grouping {}

  /**
   * @param groups in the order of their numbers
   * @param silhouettes mean silhouette by number of groups that was tried, after small groups were
   *     dissolved; the largest one was chosen, the smaller number of equals
   */
  record Found(List<Group> groups, SortedMap<Integer, Double> silhouettes) implements Grouping {
    public Found {
      groups = List.copyOf(groups);
    }
  }

  /**
   * @param number 1 or more, in this grouping only
   * @param words that say what is particular, such as "uses most in the evening"
   * @param centroid mean shape
   * @param dailyWh quartiles of the members' daily means
   * @param members usage points, sorted
   */
  record Group(
      int number, String words, LoadShape centroid, Quartiles dailyWh, List<String> members) {
    public Group {
      members = List.copyOf(members);
    }
  }

  /** A quarter of the values lie below {@code lower}, half below {@code median}. */
  record Quartiles(long lower, long median, long upper) {

    /**
     * Linear between the neighbours (type 7 of Hyndman and Fan, 1996).
     *
     * @param sorted at least one value
     */
    static Quartiles of(long[] sorted) {
      return new Quartiles(at(sorted, 0.25), at(sorted, 0.5), at(sorted, 0.75));
    }

    private static long at(long[] sorted, double share) {
      double position = share * (sorted.length - 1);
      int below = (int) position;
      int above = Math.min(below + 1, sorted.length - 1);
      return Math.round(sorted[below] + (position - below) * (sorted[above] - sorted[below]));
    }
  }
}
