package org.meterhaus.rest.readings;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dissemination.sub.Aggregate;
import org.meterhaus.dissemination.sub.Coverage;
import org.meterhaus.dissemination.sub.Figures;
import org.meterhaus.rest.edge.IntervalJson;

/**
 * Functions of the values per bucket.
 *
 * @param usagePoint null if it is a device's
 * @param device null if it is a usage point's
 */
public record AggregatesJson(
    @Nullable String usagePoint,
    @Nullable String device,
    IntervalJson interval,
    String zone,
    String bucket,
    List<String> fn,
    String unit,
    int expectedCount,
    int presentCount,
    @Nullable Instant dataUntil,
    List<BucketJson> buckets) {

  /** One bucket; a function that was not asked for, or has nothing to work on, is null. */
  public record BucketJson(
      Instant start,
      Instant end,
      int expectedCount,
      int presentCount,
      int estimatedCount,
      BigDecimal coverage,
      @Nullable BigDecimal estimatedShare,
      String worstQuality,
      boolean partial,
      @Nullable ExtremeJson max,
      @Nullable ExtremeJson min,
      @Nullable MeanJson avg,
      @Nullable SumJson sum,
      @Nullable Integer count,
      @Nullable ExtremeJson first,
      @Nullable ExtremeJson last,
      @Nullable BigDecimal loadFactor,
      @Nullable BaseLoadJson baseLoad,
      @Nullable PeakTimeJson peakTime,
      List<PercentileJson> percentiles) {

    static BucketJson of(Aggregate.Bucket bucket) {
      return of(
          bucket.start(), bucket.end(), bucket.partial(), bucket.coverage(), bucket.figures());
    }

    private static BucketJson of(
        Instant start, Instant end, boolean partial, Coverage coverage, Figures figures) {
      var avg = figures.avgWh();
      var sum = figures.sumWh();
      var base = figures.baseLoad();
      var peak = figures.peakTime();
      return new BucketJson(
          start,
          end,
          coverage.expectedCount(),
          coverage.presentCount(),
          coverage.estimatedCount(),
          coverage.share(),
          coverage.estimatedShare(),
          coverage.worstQuality().wireName(),
          partial,
          extreme(figures.max()),
          extreme(figures.min()),
          avg == null ? null : new MeanJson(avg),
          sum == null ? null : new SumJson(sum),
          figures.count(),
          extreme(figures.first()),
          extreme(figures.last()),
          figures.loadFactor(),
          base == null ? null : new BaseLoadJson(base.valueWh(), base.powerW()),
          peak == null ? null : new PeakTimeJson(peak.start(), peak.end(), peak.powerW()),
          figures.percentiles().stream()
              .map(percentile -> new PercentileJson(percentile.percent(), percentile.valueWh()))
              .toList());
    }

    private static @Nullable ExtremeJson extreme(Figures.@Nullable Extreme extreme) {
      return extreme == null ? null : new ExtremeJson(extreme.valueWh(), extreme.at());
    }
  }

  /**
   * @param at start of the interval that has it
   */
  public record ExtremeJson(long valueWh, Instant at) {}

  /**
   * @param valueWh per meter interval
   */
  public record MeanJson(BigDecimal valueWh) {}

  /** A sum. */
  public record SumJson(long valueWh) {}

  /**
   * @param valueWh per meter interval
   */
  public record BaseLoadJson(BigDecimal valueWh, BigDecimal powerW) {}

  /** When the largest value was. */
  public record PeakTimeJson(Instant start, Instant end, long powerW) {}

  /**
   * @param valueWh per meter interval
   */
  public record PercentileJson(int percent, BigDecimal valueWh) {}

  static AggregatesJson ofUsagePoint(Aggregate.Answer answer) {
    return of(answer.id(), null, answer);
  }

  /** The same about a device. */
  public static AggregatesJson ofDevice(Aggregate.Answer answer) {
    return of(null, answer.id(), answer);
  }

  private static AggregatesJson of(
      @Nullable String usagePoint, @Nullable String device, Aggregate.Answer answer) {
    return new AggregatesJson(
        usagePoint,
        device,
        IntervalJson.of(answer.interval()),
        answer.zone().getId(),
        answer.bucket(),
        answer.functions(),
        "Wh",
        answer.expectedCount(),
        answer.presentCount(),
        answer.dataUntil(),
        answer.buckets().stream().map(BucketJson::of).toList());
  }
}
