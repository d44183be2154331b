package org.meterhaus.dissemination.sub;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.db.blocks.DayFigure;
import org.meterhaus.dissemination.readings.Slots;
import org.meterhaus.dissemination.readings.ValueQuality;
import org.meterhaus.dissemination.sub.Figures.BaseLoad;
import org.meterhaus.dissemination.sub.Figures.Extreme;
import org.meterhaus.dissemination.sub.Figures.PeakTime;
import org.meterhaus.dissemination.sub.Figures.Percentile;

/**
 * The meter intervals of one bucket, counted up oldest first. All the mathematics of aggregation is
 * here. Not thread-safe.
 *
 * <p>Percentiles are those of Hyndman and Fan, Sample Quantiles in Statistical Packages, 1996, type
 * 7: the smallest value is p0, the largest p100, and between two neighbours in order a straight
 * line.
 */
final class Tally {

  private static final int DECIMALS = 3;
  private static final int RATIO_DECIMALS = 4;
  private static final int BASE_PER_MILLE = 25;
  private static final int SECONDS_AN_HOUR = 3600;

  private final Functions functions;
  private final int intervalS;
  private int expected;
  private int present;
  private int estimated;
  private long sumWh;
  private ValueQuality worst = ValueQuality.MEASURED;
  private @Nullable Extreme max;
  private @Nullable Extreme min;
  private @Nullable Extreme first;
  private @Nullable Extreme last;

  /** Only where single values are needed; the first {@link #present} of them count. */
  private int[] values = {};

  Tally(Functions functions, int intervalS) {
    this.functions = functions;
    this.intervalS = intervalS;
  }

  /** Counts the slots from {@code from} (inclusive) to {@code to} (exclusive). */
  void add(Slots slots, int from, int to) {
    expected += to - from;
    for (int slot = from; slot < to; slot++) {
      ValueQuality quality = slots.quality(slot);
      worst = quality.compareTo(worst) > 0 ? quality : worst;
      if (slots.isPresent(slot)) {
        estimated += quality == ValueQuality.ESTIMATED ? 1 : 0;
        add(slots, slot);
      }
    }
  }

  private void add(Slots slots, int slot) {
    int wh = slots.wh(slot);
    if (max == null || wh > max.valueWh()) {
      max = new Extreme(wh, slots.start(slot));
    }
    if (min == null || wh < min.valueWh()) {
      min = new Extreme(wh, slots.start(slot));
    }
    if (functions.needEnds()) {
      last = new Extreme(wh, slots.start(slot));
      first = first == null ? last : first;
    }
    if (functions.needValues()) {
      if (present == values.length) {
        values = Arrays.copyOf(values, Math.max(128, 2 * present));
      }
      values[present] = wh;
    }
    sumWh += wh;
    present++;
  }

  /**
   * Counts a day that is measured through and through, by its figures alone. Its extremes and ends
   * must not be those of the bucket: {@link DayChoice} sees to that.
   */
  void addMeasured(DayFigure day) {
    expected += day.expected();
    present += day.present();
    sumWh += day.sumWh();
  }

  boolean isEmpty() {
    return expected == 0;
  }

  Coverage coverage() {
    return new Coverage(expected, present, estimated, worst);
  }

  Figures figures() {
    return new Figures(
        functions.has(AggregateFunction.MAX) ? max : null,
        functions.has(AggregateFunction.MIN) ? min : null,
        functions.has(AggregateFunction.AVG) && present > 0 ? mean() : null,
        functions.has(AggregateFunction.SUM) && present > 0 ? sumWh : null,
        functions.has(AggregateFunction.COUNT) ? present : null,
        functions.has(AggregateFunction.FIRST) ? first : null,
        functions.has(AggregateFunction.LAST) ? last : null,
        functions.has(AggregateFunction.LOAD_FACTOR) ? loadFactor() : null,
        functions.has(AggregateFunction.BASE_LOAD) && present > 0 ? baseLoad() : null,
        functions.has(AggregateFunction.PEAK_TIME) ? peakTime() : null,
        percentiles());
  }

  private BigDecimal mean() {
    return BigDecimal.valueOf(sumWh)
        .divide(BigDecimal.valueOf(present), DECIMALS, RoundingMode.HALF_EVEN);
  }

  /** In one division, so that nothing is rounded twice. */
  private @Nullable BigDecimal loadFactor() {
    return max == null || max.valueWh() == 0
        ? null
        : BigDecimal.valueOf(sumWh)
            .divide(
                BigDecimal.valueOf(present).multiply(BigDecimal.valueOf(max.valueWh())),
                RATIO_DECIMALS,
                RoundingMode.HALF_EVEN);
  }

  private @Nullable PeakTime peakTime() {
    return max == null
        ? null
        : new PeakTime(
            max.at(),
            max.at().plusSeconds(intervalS),
            max.valueWh() * (SECONDS_AN_HOUR / intervalS));
  }

  private BaseLoad baseLoad() {
    BigDecimal wh = quantile(sorted(), BASE_PER_MILLE);
    return new BaseLoad(wh, wh.multiply(BigDecimal.valueOf(SECONDS_AN_HOUR / intervalS)));
  }

  private List<Percentile> percentiles() {
    if (functions.percents().isEmpty() || present == 0) {
      return List.of();
    }
    int[] ascending = sorted();
    return functions.percents().stream()
        .map(percent -> new Percentile(percent, quantile(ascending, percent * 10)))
        .toList();
  }

  private int[] sorted() {
    int[] ascending = Arrays.copyOf(values, present);
    Arrays.sort(ascending);
    return ascending;
  }

  /**
   * Exact: a value lies at most a thousandth part between two whole numbers.
   *
   * @param ascending at least one
   * @param perMille 0..1000
   */
  static BigDecimal quantile(int[] ascending, int perMille) {
    long place = (long) (ascending.length - 1) * perMille;
    int below = (int) (place / 1000);
    long wh = ascending[below] * 1000L;
    if (place % 1000 != 0) {
      wh += (ascending[below + 1] - ascending[below]) * (place % 1000);
    }
    return BigDecimal.valueOf(wh, DECIMALS);
  }
}
