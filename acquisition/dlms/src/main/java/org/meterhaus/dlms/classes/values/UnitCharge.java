package org.meterhaus.dlms.classes.values;

import java.util.List;

/** What is charged for one unit of what. */
public record UnitCharge(
    ChargeScaling scaling, ValueDefinition commodity, List<ChargeTableElement> table) {
  public UnitCharge {
    table = List.copyOf(table);
  }
}
