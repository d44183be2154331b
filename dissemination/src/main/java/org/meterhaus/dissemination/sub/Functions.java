package org.meterhaus.dissemination.sub;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.meterhaus.dissemination.access.Refusal;
import org.meterhaus.dissemination.access.RefusedException;

/**
 * What an answer is to contain.
 *
 * @param simple beside percentiles
 * @param percents percentiles, 0..100
 */
record Functions(Set<AggregateFunction> simple, SortedSet<Integer> percents) {

  private static final Pattern PERCENTILE = Pattern.compile("p(0|[1-9][0-9]?|100)");
  private static final String ALL =
      "max, min, avg, sum, count, first, last, load-factor, base-load, peak-time and p0 to p100";

  Functions {
    simple = Collections.unmodifiableSet(simple);
    percents = Collections.unmodifiableSortedSet(percents);
    if (simple.isEmpty() && percents.isEmpty()) {
      throw refused("it must name at least one of " + ALL);
    }
  }

  /**
   * @throws RefusedException invalid-parameter (fn)
   */
  static Functions of(List<String> names) {
    var simple = EnumSet.noneOf(AggregateFunction.class);
    var percents = new TreeSet<Integer>();
    for (String name : names) {
      if (PERCENTILE.matcher(name).matches()) {
        percents.add(Integer.parseInt(name, 1, name.length(), 10));
      } else {
        simple.add(
            AggregateFunction.of(name)
                .orElseThrow(() -> refused("it must name functions out of " + ALL)));
      }
    }
    return new Functions(simple, percents);
  }

  boolean has(AggregateFunction function) {
    return simple.contains(function);
  }

  int count() {
    return simple.size() + percents.size();
  }

  /** Whether every single value is needed: the figures of days do not tell their order. */
  boolean needValues() {
    return !percents.isEmpty() || has(AggregateFunction.BASE_LOAD);
  }

  /** Whether the largest and smallest value of a bucket have to be found with their time. */
  boolean needExtremes() {
    return has(AggregateFunction.MAX)
        || has(AggregateFunction.MIN)
        || has(AggregateFunction.LOAD_FACTOR)
        || has(AggregateFunction.PEAK_TIME);
  }

  boolean needEnds() {
    return has(AggregateFunction.FIRST) || has(AggregateFunction.LAST);
  }

  /** In a fixed order, each once. */
  List<String> names() {
    return Stream.concat(
            simple.stream().sorted().map(AggregateFunction::wireName),
            percents.stream().map(percent -> "p" + percent))
        .toList();
  }

  private static RefusedException refused(String reason) {
    return new RefusedException(new Refusal.InvalidParameter("fn", reason));
  }
}
