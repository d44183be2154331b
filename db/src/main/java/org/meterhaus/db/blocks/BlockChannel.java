package org.meterhaus.db.blocks;

import java.time.ZoneId;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What has to be known of a channel to make days of its readings.
 *
 * @param intervalS length of an interval in seconds, a divisor of 3600
 * @param maxWh the most energy an interval can hold, 1 or more; empty when not known
 * @param registerModulusWh where the register goes back to 0; empty when not known
 * @param zone of the building: a day is a calendar day there
 * @param kind decides the parameters of the rules
 */
public record BlockChannel(
    long id,
    int partition,
    int intervalS,
    OptionalInt maxWh,
    OptionalLong registerModulusWh,
    ZoneId zone,
    ChannelClass kind) {

  public BlockChannel {
    if (intervalS <= 0 || 3600 % intervalS != 0) {
      throw new IllegalArgumentException("intervalS must divide 3600 but was " + intervalS);
    }
  }

  /** A main channel whose register has no end that is known. */
  public BlockChannel(long id, int partition, int intervalS, OptionalInt maxWh, ZoneId zone) {
    this(id, partition, intervalS, maxWh, OptionalLong.empty(), zone, ChannelClass.MAIN);
  }
}
