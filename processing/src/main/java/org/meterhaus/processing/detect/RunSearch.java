package org.meterhaus.processing.detect;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the run of days that a fault explains best. A generalised likelihood ratio over runs: for
 * every run, how likely are its days if they are like the device's other days, and how likely if
 * they are like those days <em>with the fault put on them</em>? Both likelihoods are kernel density
 * estimates, so nothing is assumed about how a device is used.
 *
 * <p>Days outside the run are compared with, also later ones: a level that is everywhere is a
 * season or a habit, one that begins and ends is a fault. Not thread-safe.
 *
 * @see "Basseville and Nikiforov, Detection of Abrupt Changes, 1993, section 2.4 (generalised
 *     likelihood ratio); Silverman, Density Estimation, 1986, section 4.2 (kernels)"
 */
final class RunSearch {
  private final DetectionConfig config;
  private final int reference;
  private final int window;
  private final List<Hypothesis> hypotheses;

  /** Summed likeness of a window day with the first n of all days as they were. */
  private final double[][] usual;

  /** The same with the fault of a hypothesis put on all days. */
  private final double[][][] faulty;

  /** Days before each that count, so that masked ones are left out. */
  private int[] counting;

  private final boolean[] masked;

  RunSearch(List<DeviceDay> reference, List<DeviceDay> window, DetectionConfig config) {
    this.config = config;
    this.reference = reference.size();
    this.window = window.size();
    this.hypotheses = Hypothesis.about(reference);
    int all = this.reference + this.window;
    this.masked = new boolean[all];
    this.usual = new double[this.window][all];
    this.faulty = new double[hypotheses.size()][this.window][all];
    this.counting = new int[all + 1];
    Shape[] judged = new Shape[this.window];
    for (int day = 0; day < this.window; day++) {
      judged[day] = Shape.of(window.get(day), config.offsetWh());
    }
    for (int other = 0; other < all; other++) {
      DeviceDay known =
          other < this.reference ? reference.get(other) : window.get(other - this.reference);
      compare(judged, other, Shape.of(known, config.offsetWh()), usual);
      for (int h = 0; h < hypotheses.size(); h++) {
        Shape changed = Shape.of(known, config.offsetWh(), hypotheses.get(h)::of);
        compare(judged, other, changed, faulty[h]);
      }
    }
  }

  private void compare(Shape[] judged, int other, Shape known, double[][] likeness) {
    for (int day = 0; day < judged.length; day++) {
      likeness[day][other] = judged[day].likeness(known, config.bandwidth());
    }
  }

  /** Leaves a window day out: it is neither judged nor compared with. */
  void mask(int day) {
    masked[reference + day] = true;
  }

  boolean isMasked(int day) {
    return masked[reference + day];
  }

  /**
   * The run whose score passes its threshold by most.
   *
   * @param thresholds by rule; what is below is not returned
   * @param cost taken off every score
   */
  Optional<Run> best(Thresholds thresholds, double cost) {
    count();
    double[][] usualSums = sums(usual);
    @Nullable Run best = null;
    double bestMargin = 0;
    for (int h = 0; h < hypotheses.size(); h++) {
      Hypothesis hypothesis = hypotheses.get(h);
      double threshold = thresholds.suspectFrom(hypothesis.rule());
      double[][] faultySums = sums(faulty[h]);
      for (int from = 0; from < window; from++) {
        for (int until = from + 1; until <= window && !isMasked(until - 1); until++) {
          int days = until - from;
          if (days > config.maxDays()) {
            break;
          }
          if (days < (until == window ? config.minOngoingDays() : config.minDays())) {
            continue;
          }
          double score = score(usualSums, faultySums, from, until) - cost;
          if (score - threshold > bestMargin || (best == null && score >= threshold)) {
            best = new Run(from, until, hypothesis, score);
            bestMargin = score - threshold;
          }
        }
      }
    }
    return Optional.ofNullable(best);
  }

  private void count() {
    counting = new int[masked.length + 1];
    for (int day = 0; day < masked.length; day++) {
      counting[day + 1] = counting[day] + (masked[day] ? 0 : 1);
    }
  }

  private double[][] sums(double[][] likeness) {
    double[][] sums = new double[window][masked.length + 1];
    for (int day = 0; day < window; day++) {
      for (int other = 0; other < masked.length; other++) {
        sums[day][other + 1] = sums[day][other] + (masked[other] ? 0 : likeness[day][other]);
      }
    }
    return sums;
  }

  private double score(double[][] usualSums, double[][] faultySums, int from, int until) {
    double score = -config.surplusDayCost() * Math.max(0, until - from - config.fullWeightDays());
    for (int day = from; day < until; day++) {
      double gain =
          logDensity(faultySums[day], from, until) - logDensity(usualSums[day], from, until);
      score += Math.clamp(gain, -config.mostAgainst(), config.mostADay());
    }
    return score;
  }

  /** Of a day, given all days but those of the run. */
  private double logDensity(double[] sums, int from, int until) {
    int begin = reference + from;
    int end = reference + until;
    double outside = sums[sums.length - 1] - (sums[end] - sums[begin]);
    int days = counting[counting.length - 1] - (counting[end] - counting[begin]);
    return Math.log(Math.max(0, outside) / Math.max(1, days) + Math.exp(config.noLogDensity()));
  }
}
