package org.meterhaus.processing.vee;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/** Splits whole watt-hours in proportion without losing or inventing one. */
final class Shares {

  private Shares() {}

  /**
   * Largest-remainder method: every share is its proportion rounded down, and what is left goes to
   * the largest remainders, of equals to the first.
   *
   * @param totalWh 0 or more
   * @param weights 0 or more each; if all are 0, the total is split evenly
   * @return as many shares as weights, 0 or more each; their sum is {@code totalWh}
   */
  static long[] of(long totalWh, double[] weights) {
    double sum = Arrays.stream(weights).sum();
    double[] exact = new double[weights.length];
    long[] shares = new long[weights.length];
    long left = totalWh;
    for (int i = 0; i < weights.length; i++) {
      exact[i] = sum > 0 ? totalWh * (weights[i] / sum) : (double) totalWh / weights.length;
      shares[i] = (long) exact[i];
      left -= shares[i];
    }
    int[] order =
        IntStream.range(0, weights.length)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer i) -> shares[i] - exact[i]))
            .mapToInt(Integer::intValue)
            .toArray();
    // rounding of the doubles can leave more than one each, or take back
    for (int i = 0; left != 0; i = (i + 1) % order.length) {
      long step = Long.signum(left);
      if (shares[order[i]] + step >= 0) {
        shares[order[i]] += step;
        left -= step;
      }
    }
    return shares;
  }
}
