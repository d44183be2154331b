package org.meterhaus.rest.readings;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dissemination.readings.Value;

/**
 * One value.
 *
 * @param start of its interval
 * @param valueWh null where there is none; a gap is never a zero
 * @param quality measured, estimated, edited, missing or pending
 * @param rule by which an estimated value came to be
 */
public record ValueJson(
    Instant start, @Nullable Long valueWh, String quality, @Nullable String rule) {

  public static ValueJson of(Value value) {
    var rule = value.rule();
    return new ValueJson(
        value.start(),
        value.valueWh(),
        value.quality().wireName(),
        rule == null ? null : rule.wireName());
  }
}
