package org.meterhaus.processing.vee;

import java.util.Arrays;
import java.util.List;

/**
 * What a home may have used, by what its neighbours did: their median at the time, at the home's
 * own size where that is known. A median of five says nothing about any one of them. Pure.
 */
public final class Neighbours {
  /** Fewer are not asked: each of them could be known by it. */
  public static final int FEWEST = 5;

  /** A home's size against its neighbours is believed up to this, both ways. */
  private static final double LARGEST = 10;

  private Neighbours() {}

  /**
   * @param own Wh by slot, {@link Double#NaN} where the channel measured nothing
   * @param others the same of each neighbour
   * @param fewest own slots that make a size; with less the home is taken for a usual one
   * @return Wh by slot, {@link Double#NaN} where fewer than {@link #FEWEST} neighbours were
   *     measured
   */
  public static double[] estimate(double[] own, List<double[]> others, int fewest) {
    double[] median = new double[own.length];
    double ours = 0;
    double theirs = 0;
    int known = 0;
    for (int slot = 0; slot < own.length; slot++) {
      median[slot] = median(others, slot);
      if (!Double.isNaN(own[slot]) && !Double.isNaN(median[slot])) {
        ours += own[slot];
        theirs += median[slot];
        known++;
      }
    }
    double size =
        known < fewest || theirs <= 0 ? 1 : Math.clamp(ours / theirs, 1 / LARGEST, LARGEST);
    for (int slot = 0; slot < own.length; slot++) {
      median[slot] *= size;
    }
    return median;
  }

  private static double median(List<double[]> others, int slot) {
    double[] values = new double[others.size()];
    int count = 0;
    for (double[] other : others) {
      if (!Double.isNaN(other[slot])) {
        values[count++] = other[slot];
      }
    }
    if (count < FEWEST) {
      return Double.NaN;
    }
    Arrays.sort(values, 0, count);
    return (values[(count - 1) / 2] + values[count / 2]) / 2;
  }
}
