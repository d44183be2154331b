package org.meterhaus.dissemination.sub;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was computed over a bucket. A function that was not asked for, or that has no value to work
 * on, is null. The energy of a meter interval stands for its mean power.
 *
 * @param max largest value and the start of the first meter interval that has it
 * @param min smallest value and the start of the first meter interval that has it
 * @param avgWh mean Wh per meter interval over present values, three decimals, half even
 * @param sumWh Wh over present values
 * @param count present values
 * @param first oldest value
 * @param last newest value
 * @param loadFactor average over maximum (IEC 60050, 691-10-02), 0..1, four decimals, half even;
 *     null too where the maximum is zero
 * @param baseLoad what is used nearly always
 * @param peakTime when the maximum was
 * @param percentiles that were asked for, ascending
 */
public record Figures(
    @Nullable Extreme max,
    @Nullable Extreme min,
    @Nullable BigDecimal avgWh,
    @Nullable Long sumWh,
    @Nullable Integer count,
    @Nullable Extreme first,
    @Nullable Extreme last,
    @Nullable BigDecimal loadFactor,
    @Nullable BaseLoad baseLoad,
    @Nullable PeakTime peakTime,
    List<Percentile> percentiles) {

  /** Nothing was computed. */
  static final Figures NONE =
      new Figures(null, null, null, null, null, null, null, null, null, null, List.of());

  /**
   * @param valueWh energy of the meter interval, Wh
   * @param at its start
   */
  public record Extreme(long valueWh, Instant at) {}

  /**
   * The 2.5th percentile of the interval values, "near-base load" of P. Price, Methods for
   * Analyzing Electric Load Shape and its Variability, LBNL-3713E, 2010: the smallest value itself
   * would be that of a power cut.
   *
   * @param valueWh per meter interval, three decimals
   * @param powerW the same as mean power, three decimals
   */
  public record BaseLoad(BigDecimal valueWh, BigDecimal powerW) {}

  /**
   * @param start of the first meter interval that has the maximum
   * @param end of it
   * @param powerW its mean power
   */
  public record PeakTime(Instant start, Instant end, long powerW) {}

  /**
   * @param percent 0..100
   * @param valueWh per meter interval, three decimals
   */
  public record Percentile(int percent, BigDecimal valueWh) {}
}
