package org.meterhaus.dissemination.readings;

import java.time.Duration;

/**
 * @param maxValues in one answer, 1 or more
 * @param deliveryDelay after its end, a value is late; until then it is pending, more than zero
 */
public record ReadingLimits(int maxValues, Duration deliveryDelay) {

  public ReadingLimits {
    if (maxValues < 1) {
      throw new IllegalArgumentException("maxValues must be 1 or more but was " + maxValues);
    }
    if (!deliveryDelay.isPositive()) {
      throw new IllegalArgumentException(
          "deliveryDelay must be more than zero but was " + deliveryDelay);
    }
  }
}
