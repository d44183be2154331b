package org.meterhaus.dlms.classes.values;

/** What amounts are counted in: 10^scale of the unit. */
public record Currency(String name, int scale, Unit unit) {

  /** currency_unit. */
  public enum Unit {
    TIME,
    CONSUMPTION,
    MONETARY
  }
}
