package org.meterhaus.db.outages;

import java.time.Instant;
import java.util.OptionalLong;

/**
 * The latest word of a meter.
 *
 * @param heardAt when something of it came last, by our clock
 * @param dataUntil end of its latest interval that came
 * @param status bits of that interval
 * @param registerWh main register at {@code dataUntil}
 */
public record MeterContact(
    Instant heardAt, Instant dataUntil, int status, OptionalLong registerWh) {

  /** The same, heard at a later moment too; an earlier one changes nothing. */
  public MeterContact heardAgain(Instant at) {
    return at.isAfter(heardAt) ? heardLast(at) : this;
  }

  /** The same, where it is certain that it was heard last at that moment. */
  public MeterContact heardLast(Instant at) {
    return new MeterContact(at, dataUntil, status, registerWh);
  }
}
