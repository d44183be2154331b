package org.meterhaus.dissemination.sub;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dissemination.readings.Question;
import org.meterhaus.dissemination.time.Buckets;
import org.meterhaus.dissemination.time.Periods;
import org.meterhaus.dissemination.time.Resolution;

/**
 * The buckets of an answer.
 *
 * @param name what the caller called them: an ISO 8601 duration, or {@link #WHOLE}
 * @param list oldest first, together the interval
 * @param onDays whether they begin and end at midnight, where the interval does not cut them
 */
public record Cuts(String name, List<Periods.Bucket> list, boolean onDays) {

  /** One bucket: the interval as the caller set it. */
  public static final String WHOLE = "interval";

  /**
   * @param bucket ISO 8601 duration; null or {@link #WHOLE} for one bucket
   * @param limit most buckets, 0 or more
   * @throws org.meterhaus.dissemination.access.RefusedException invalid-resolution, too-many-values
   */
  public static Cuts of(Question question, @Nullable String bucket, int limit) {
    return of(question, question.channel().interval(), bucket, limit);
  }

  /**
   * @param meterInterval the shortest that a bucket may be
   */
  static Cuts of(Question question, Duration meterInterval, @Nullable String bucket, int limit) {
    if (bucket == null || bucket.equals(WHOLE)) {
      var whole = new Periods.Bucket(question.interval().start(), question.interval().end(), false);
      return new Cuts(WHOLE, List.of(whole), true);
    }
    Resolution step = Question.resolution(bucket, meterInterval);
    return new Cuts(
        step.toString(),
        Buckets.cut(question.interval(), question.zone(), step, limit),
        !step.isClock());
  }
}
