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
 * @param band where the true value of an estimate is in 8 of 10 such cases; null where it is exact,
 *     a sum or no estimate
 */
public record ValueJson(
    Instant start,
    @Nullable Long valueWh,
    String quality,
    @Nullable String rule,
    @Nullable BandJson band) {

  /** Both in Wh. */
  public record BandJson(long lowWh, long highWh) {}

  public static ValueJson of(Value value) {
    var rule = value.rule();
    var band = value.band();
    return new ValueJson(
        value.start(),
        value.valueWh(),
        value.quality().wireName(),
        rule == null ? null : rule.wireName(),
        band == null ? null : new BandJson(band.lowWh(), band.highWh()));
  }
}
