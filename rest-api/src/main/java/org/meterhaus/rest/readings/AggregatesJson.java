package org.meterhaus.rest.readings;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dissemination.sub.Aggregate;
import org.meterhaus.dissemination.sub.AggregateFunction;
import org.meterhaus.rest.edge.IntervalJson;

/** Functions of the values per bucket. */
public record AggregatesJson(
    String usagePoint,
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
      String worstQuality,
      boolean partial,
      @Nullable ExtremeJson max,
      @Nullable ExtremeJson min,
      @Nullable MeanJson avg,
      @Nullable SumJson sum) {

    static BucketJson of(Aggregate.Bucket bucket) {
      var avg = bucket.avgWh();
      var sum = bucket.sumWh();
      return new BucketJson(
          bucket.start(),
          bucket.end(),
          bucket.expectedCount(),
          bucket.presentCount(),
          bucket.worstQuality().wireName(),
          bucket.partial(),
          extreme(bucket.max()),
          extreme(bucket.min()),
          avg == null ? null : new MeanJson(avg),
          sum == null ? null : new SumJson(sum));
    }

    private static @Nullable ExtremeJson extreme(Aggregate.@Nullable Extreme extreme) {
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

  static AggregatesJson of(Aggregate.Answer answer) {
    return new AggregatesJson(
        answer.id(),
        IntervalJson.of(answer.interval()),
        answer.zone().getId(),
        answer.bucket(),
        answer.functions().stream().sorted().map(AggregateFunction::wireName).toList(),
        "Wh",
        answer.expectedCount(),
        answer.presentCount(),
        answer.dataUntil(),
        answer.buckets().stream().map(BucketJson::of).toList());
  }
}
