package org.meterhaus.db.blocks;

import java.time.LocalDate;

/**
 * What is asked of a day as long as its single values are not: small enough to lie in the index.
 *
 * @param expected intervals of the day
 * @param present intervals with a value
 * @param sumWh Wh over them; 0 without any
 * @param minWh smallest of them; meaningless without any
 * @param maxWh largest of them; meaningless without any
 * @param worst quality of the worst interval that was due
 */
public record DayFigure(
    LocalDate day, int expected, int present, long sumWh, int minWh, int maxWh, Quality worst) {

  /** Whether every interval has a value, and the meter measured each. */
  public boolean isMeasured() {
    return present == expected && worst == Quality.MEASURED;
  }
}
