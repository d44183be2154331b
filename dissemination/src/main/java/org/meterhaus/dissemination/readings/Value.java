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
 */
public record Value(
    Instant start,
    Instant end,
    @Nullable Long valueWh,
    ValueQuality quality,
    @Nullable EstimationRule rule) {}
