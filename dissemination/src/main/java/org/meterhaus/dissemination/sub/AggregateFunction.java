package org.meterhaus.dissemination.sub;

/** What can be computed over a bucket. */
public enum AggregateFunction {
  MAX("max"),
  MIN("min"),
  AVG("avg"),
  SUM("sum");

  private final String wireName;

  AggregateFunction(String wireName) {
    this.wireName = wireName;
  }

  public String wireName() {
    return wireName;
  }
}
