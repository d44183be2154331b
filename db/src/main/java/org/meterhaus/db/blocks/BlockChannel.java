package org.meterhaus.db.blocks;

import java.time.ZoneId;
import java.util.OptionalInt;

/**
 * What has to be known of a channel to make days of its readings.
 *
 * @param intervalS length of an interval in seconds, a divisor of 3600
 * @param maxWh the most energy an interval can hold, 1 or more; empty when not known
 * @param zone of the building: a day is a calendar day there
 */
public record BlockChannel(long id, int partition, int intervalS, OptionalInt maxWh, ZoneId zone) {

  public BlockChannel {
    if (intervalS <= 0 || 3600 % intervalS != 0) {
      throw new IllegalArgumentException("intervalS must divide 3600 but was " + intervalS);
    }
  }
}
