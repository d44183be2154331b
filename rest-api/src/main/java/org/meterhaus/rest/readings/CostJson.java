package org.meterhaus.rest.readings;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dissemination.cost.EnergyCost;
import org.meterhaus.rest.edge.IntervalJson;

/**
 * What a flat's energy costs, in all and per bucket.
 *
 * @param note what is not in the amounts, in plain words; null if nothing
 */
public record CostJson(
    String usagePoint,
    IntervalJson interval,
    String zone,
    String bucket,
    @Nullable Instant dataUntil,
    PricedJson whole,
    @Nullable String note,
    List<PricedJson> buckets) {

  /**
   * @param complete whether every meter interval has a value and a price
   * @param missingCount meter intervals without a value: not priced
   */
  public record PricedJson(
      Instant start,
      Instant end,
      boolean partial,
      boolean complete,
      int expectedCount,
      int presentCount,
      int missingCount,
      int estimatedCount,
      BigDecimal coverage,
      @Nullable BigDecimal estimatedShare,
      String worstQuality,
      AmountJson cost) {

    static PricedJson of(EnergyCost.Bucket bucket) {
      var coverage = bucket.coverage();
      return new PricedJson(
          bucket.start(),
          bucket.end(),
          bucket.partial(),
          bucket.isComplete(),
          coverage.expectedCount(),
          coverage.presentCount(),
          coverage.expectedCount() - coverage.presentCount(),
          coverage.estimatedCount(),
          coverage.share(),
          coverage.estimatedShare(),
          coverage.worstQuality().wireName(),
          AmountJson.of(bucket.cost()));
    }
  }

  static CostJson of(EnergyCost.Answer answer) {
    return new CostJson(
        answer.usagePoint(),
        IntervalJson.of(answer.interval()),
        answer.zone().getId(),
        answer.bucket(),
        answer.dataUntil(),
        PricedJson.of(answer.whole()),
        answer.note(),
        answer.buckets().stream().map(PricedJson::of).toList());
  }
}
