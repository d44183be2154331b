package org.meterhaus.processing.vee;

import java.util.Arrays;

/**
 * What each of some slots may have used: weighted samples from the channel's own past.
 *
 * <p>Where the sum over the slots is known, all of them take the same quantile, the one whose sum
 * is the known one: among all fillings with that sum, this one has the least expected absolute
 * error (the Lagrange condition of minimising the sum of E|x - X| is that all F(x) are equal).
 * Without a sum they take their medians.
 */
final class SlotSamples {
  /** Bounds of the band: 8 of 10 true values lie between them. */
  private static final double LOW = 0.1;

  private static final double HIGH = 0.9;
  private static final int STEPS = 16;

  /** Values are packed above an index to be sorted as primitives; this many bits hold the index. */
  private static final int INDEX_BITS = 12;

  private static final double RESOLUTION = 16;

  private final double[][] value;

  /** Middle of each sample's share of the weight, rising, 0..1. */
  private final double[][] level;

  private double[] values = new double[64];
  private double[] weights = new double[64];
  private int size;

  /** So many of the first are in rising order. */
  private int inOrder;

  SlotSamples(int slots) {
    value = new double[slots][];
    level = new double[slots][];
  }

  /**
   * Adds a sample to the slot being collected.
   *
   * @param wh 0 or more
   */
  void add(double wh, double weight) {
    if (size == values.length) {
      values = Arrays.copyOf(values, 2 * size);
      weights = Arrays.copyOf(weights, 2 * size);
    }
    values[size] = wh;
    weights[size++] = weight;
  }

  /** Samples in rising order, as several slots beside each other take them. */
  static final class Column {
    private final double[] values;
    private final double[] weights;
    private int size;

    /**
     * @param most samples that will be added
     */
    Column(int most) {
      values = new double[most];
      weights = new double[most];
    }

    /**
     * Adds a sample at its place.
     *
     * @param wh 0 or more
     */
    void add(double wh, double weight) {
      int place = size++;
      for (; place > 0 && values[place - 1] > wh; place--) {
        values[place] = values[place - 1];
        weights[place] = weights[place - 1];
      }
      values[place] = wh;
      weights[place] = weight;
    }

    private double at(int i) {
      return i < size ? values[i] : Double.POSITIVE_INFINITY;
    }
  }

  /**
   * Begins a slot with samples of its own and of the slots beside it, which merging leaves in
   * order.
   *
   * @param factor of the weights of those beside
   */
  void begin(Column before, Column own, Column after, double factor) {
    int n = before.size + own.size + after.size;
    if (values.length < n) {
      values = new double[2 * n];
      weights = new double[2 * n];
    }
    int b = 0;
    int o = 0;
    int a = 0;
    double first = before.at(0);
    double second = own.at(0);
    double third = after.at(0);
    for (int i = 0; i < n; i++) {
      if (first <= second && first <= third) {
        values[i] = first;
        weights[i] = before.weights[b] * factor;
        first = before.at(++b);
      } else if (second <= third) {
        values[i] = second;
        weights[i] = own.weights[o];
        second = own.at(++o);
      } else {
        values[i] = third;
        weights[i] = after.weights[a] * factor;
        third = after.at(++a);
      }
    }
    size = n;
    inOrder = n;
  }

  /** Sum of the weights of the slot being collected. */
  double collected() {
    double sum = 0;
    for (int i = 0; i < size; i++) {
      sum += weights[i];
    }
    return sum;
  }

  /**
   * Ends the collection of a slot.
   *
   * @return whether it has any sample
   */
  boolean close(int slot) {
    int n = Math.min(size, 1 << INDEX_BITS);
    if (n == 0) {
      return false;
    }
    if (inOrder == 0) {
      sort(n);
    } else {
      // few came after those in order
      for (int i = inOrder; i < n; i++) {
        insert(i);
      }
    }
    double total = 0;
    for (int i = 0; i < n; i++) {
      total += weights[i];
    }
    double[] levels = new double[n];
    double before = 0;
    for (int i = 0; i < n; i++) {
      double share = weights[i] / total;
      levels[i] = before + share / 2;
      before += share;
    }
    value[slot] = Arrays.copyOf(values, n);
    level[slot] = levels;
    size = 0;
    inOrder = 0;
    return true;
  }

  private void sort(int n) {
    long[] order = new long[n];
    for (int i = 0; i < n; i++) {
      order[i] = ((long) (values[i] * RESOLUTION) << INDEX_BITS) | i;
    }
    Arrays.sort(order);
    double[] sorted = new double[Math.max(n, values.length)];
    double[] weighed = new double[sorted.length];
    for (int i = 0; i < n; i++) {
      int from = (int) (order[i] & ((1 << INDEX_BITS) - 1));
      sorted[i] = values[from];
      weighed[i] = weights[from];
    }
    values = sorted;
    weights = weighed;
  }

  /** Moves a sample to its place among those before it, which are in order. */
  private void insert(int i) {
    double wh = values[i];
    double weight = weights[i];
    int place = i;
    for (; place > 0 && values[place - 1] > wh; place--) {
      values[place] = values[place - 1];
      weights[place] = weights[place - 1];
    }
    values[place] = wh;
    weights[place] = weight;
  }

  /**
   * The quantile of one slot: between samples a line, outside them towards 0 and a little above.
   */
  double quantile(int slot, double p) {
    double[] v = value[slot];
    double[] l = level[slot];
    int last = v.length - 1;
    if (p <= l[0]) {
      return v[0] * (0.5 + 0.5 * p / l[0]);
    }
    if (p >= l[last]) {
      return v[last] * (1 + 0.3 * (p - l[last]) / (1 - l[last] + 1e-9));
    }
    int below = 0;
    int above = last;
    while (above - below > 1) {
      int middle = (below + above) >>> 1;
      if (l[middle] <= p) {
        below = middle;
      } else {
        above = middle;
      }
    }
    return v[below] + (v[above] - v[below]) * (p - l[below]) / (l[above] - l[below]);
  }

  /** The quantile at which the slots' sum is a known one, 0..1. */
  double levelOf(double total) {
    double below = 0;
    double above = 1;
    for (int step = 0; step < STEPS; step++) {
      double middle = (below + above) / 2;
      double sum = 0;
      for (int slot = 0; slot < value.length; slot++) {
        sum += quantile(slot, middle);
      }
      if (sum < total) {
        below = middle;
      } else {
        above = middle;
      }
    }
    return (below + above) / 2;
  }

  /** All slots at one quantile. */
  double[] at(double p) {
    double[] wh = new double[value.length];
    for (int slot = 0; slot < wh.length; slot++) {
      wh[slot] = quantile(slot, p);
    }
    return wh;
  }

  double low(int slot) {
    return quantile(slot, LOW);
  }

  double high(int slot) {
    return quantile(slot, HIGH);
  }
}
