package org.meterhaus.rest.readings;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dissemination.sub.ComparePeriods;
import org.meterhaus.rest.edge.IntervalJson;

/**
 * A period against the one before it.
 *
 * @param change null where one of the two is not covered well enough
 * @param note what was compared, or why not, in plain words
 */
public record PeriodComparisonJson(
    String usagePoint,
    String zone,
    String unit,
    UseJson current,
    UseJson previous,
    @Nullable ChangeJson change,
    String note) {

  /**
   * @param avgWh per meter interval
   */
  public record UseJson(
      IntervalJson interval,
      int expectedCount,
      int presentCount,
      int estimatedCount,
      BigDecimal coverage,
      @Nullable BigDecimal estimatedShare,
      String worstQuality,
      @Nullable Long sumWh,
      @Nullable BigDecimal avgWh,
      @Nullable Long maxWh) {

    static UseJson of(ComparePeriods.Use use) {
      var coverage = use.coverage();
      var max = use.figures().max();
      return new UseJson(
          IntervalJson.of(use.interval()),
          coverage.expectedCount(),
          coverage.presentCount(),
          coverage.estimatedCount(),
          coverage.share(),
          coverage.estimatedShare(),
          coverage.worstQuality().wireName(),
          use.figures().sumWh(),
          use.figures().avgWh(),
          max == null ? null : max.valueWh());
    }
  }

  /** Current less previous; percentages of the previous. */
  public record ChangeJson(
      long sumWh,
      @Nullable BigDecimal sumPercent,
      BigDecimal avgWh,
      @Nullable BigDecimal avgPercent) {}

  static PeriodComparisonJson of(ComparePeriods.Answer answer) {
    var change = answer.change();
    return new PeriodComparisonJson(
        answer.usagePoint(),
        answer.zone().getId(),
        "Wh",
        UseJson.of(answer.current()),
        UseJson.of(answer.previous()),
        change == null
            ? null
            : new ChangeJson(
                change.sumWh(), change.sumPercent(), change.avgWh(), change.avgPercent()),
        answer.note());
  }
}
