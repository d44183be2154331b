package org.meterhaus.db.outages;

import java.time.Duration;

/**
 * Where a meter sits and how often it should be heard.
 *
 * @param sink that reads it
 * @param interval longest of its channels, more than zero: something new comes once in it
 */
public record MeterPlace(
    String meter, String building, String section, String sink, Duration interval) {

  public MeterPlace {
    if (!interval.isPositive()) {
      throw new IllegalArgumentException("interval must be positive but was " + interval);
    }
  }
}
