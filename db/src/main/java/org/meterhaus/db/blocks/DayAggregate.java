package org.meterhaus.db.blocks;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What one day of a channel amounts to. Over the slots that have a value; without any, the figures
 * are empty.
 *
 * @param expected intervals of the day
 * @param present intervals with a value, measured or not
 * @param sumWh Wh of the day so far
 * @param minWh smallest interval in Wh
 * @param maxWh largest interval in Wh
 * @param avgWh mean interval in Wh, to three decimals
 * @param worst worst quality among the intervals that were due
 */
public record DayAggregate(
    int expected,
    int present,
    OptionalLong sumWh,
    OptionalInt minWh,
    OptionalInt maxWh,
    Optional<BigDecimal> avgWh,
    Quality worst) {

  public DayAggregate {
    if (expected <= 0 || present < 0 || present > expected) {
      throw new IllegalArgumentException(
          "present must be 0..expected but was %d of %d".formatted(present, expected));
    }
  }
}
