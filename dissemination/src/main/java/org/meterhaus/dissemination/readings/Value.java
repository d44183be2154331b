package org.meterhaus.dissemination.readings;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Energy of one interval, or the reason why there is none.
 *
 * @param start of the interval
 * @param end of the interval
 * @param valueWh energy in Wh, 0 or more; null exactly when the quality is missing or pending
 * @param quality the worst of the parts
 * @param rule set exactly when the quality is estimated
 * @param band of an estimate for a single meter interval, where it is known; null otherwise
 */
public record Value(
    Instant start,
    Instant end,
    @Nullable Long valueWh,
    ValueQuality quality,
    @Nullable EstimationRule rule,
    @Nullable Band band) {

  /** In 8 of 10 such cases the true value is between these, both in Wh. */
  public record Band(long lowWh, long highWh) {}
}
