package org.meterhaus.rest.readings;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dissemination.sub.AggregateGroup;
import org.meterhaus.rest.edge.IntervalJson;
import org.meterhaus.rest.readings.AggregatesJson.BucketJson;

/**
 * Functions of the values of several flats together, per bucket.
 *
 * @param id of the section, building or customer
 */
public record GroupAggregatesJson(
    String id,
    IntervalJson interval,
    String zone,
    String bucket,
    List<String> fn,
    String unit,
    List<GroupBucketJson> buckets) {

  /**
   * @param withheld whether too few flats are behind the values, which are null then
   * @param flats behind the values
   */
  public record GroupBucketJson(
      Instant start,
      Instant end,
      boolean partial,
      boolean withheld,
      @Nullable Integer flats,
      @Nullable BucketJson values) {

    static GroupBucketJson of(AggregateGroup.Bucket bucket) {
      var values = bucket.values();
      return new GroupBucketJson(
          bucket.start(),
          bucket.end(),
          bucket.partial(),
          bucket.withheld(),
          bucket.flats(),
          values == null ? null : BucketJson.of(values));
    }
  }

  public static GroupAggregatesJson of(AggregateGroup.Answer answer) {
    return new GroupAggregatesJson(
        answer.id(),
        IntervalJson.of(answer.interval()),
        answer.zone().getId(),
        answer.bucket(),
        answer.functions(),
        "Wh",
        answer.buckets().stream().map(GroupBucketJson::of).toList());
  }
}
