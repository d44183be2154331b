package org.meterhaus.dissemination.sub;

import java.util.Arrays;
import java.util.Optional;

/**
 * What can be computed over a bucket, beside percentiles. In the order in which answers name them.
 */
public enum AggregateFunction {
  MAX("max"),
  MIN("min"),
  AVG("avg"),
  SUM("sum"),
  COUNT("count"),
  FIRST("first"),
  LAST("last"),
  LOAD_FACTOR("load-factor"),
  BASE_LOAD("base-load"),
  PEAK_TIME("peak-time");

  private final String wireName;

  AggregateFunction(String wireName) {
    this.wireName = wireName;
  }

  public String wireName() {
    return wireName;
  }

  /** Empty if there is no such function. */
  static Optional<AggregateFunction> of(String wireName) {
    return Arrays.stream(values())
        .filter(function -> function.wireName.equals(wireName))
        .findFirst();
  }
}
