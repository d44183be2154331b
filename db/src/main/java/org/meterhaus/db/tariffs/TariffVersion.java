package org.meterhaus.db.tariffs;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;

/**
 * The prices of a tariff from a day on.
 *
 * @param validFrom first day, to the day before the next version
 * @param standingCtPerDay standing charge of a calendar day in ct, 0 or more, at most six decimals
 * @param ctPerKwh prices by name, such as {@code day} and {@code night}, at most six decimals
 * @param windows when which price holds: the first that fits. The last one fits always, so that
 *     there is a price at every moment
 */
public record TariffVersion(
    LocalDate validFrom,
    BigDecimal standingCtPerDay,
    Map<String, BigDecimal> ctPerKwh,
    List<PriceWindow> windows) {

  /** As many as are stored. */
  private static final int MAX_DECIMALS = 6;

  public TariffVersion {
    ctPerKwh = Map.copyOf(ctPerKwh);
    windows = List.copyOf(windows);
    if (standingCtPerDay.signum() < 0) {
      throw new IllegalArgumentException(
          "standingCtPerDay must be 0 or more but was " + standingCtPerDay);
    }
    checkDecimals(standingCtPerDay);
    ctPerKwh.values().forEach(TariffVersion::checkDecimals);
    for (PriceWindow window : windows) {
      if (!ctPerKwh.containsKey(window.price())) {
        throw new IllegalArgumentException("there is no price '" + window.price() + "'");
      }
    }
    if (windows.isEmpty() || !windows.getLast().fitsAlways()) {
      throw new IllegalArgumentException("the last window must fit always");
    }
  }

  private static void checkDecimals(BigDecimal amount) {
    if (amount.stripTrailingZeros().scale() > MAX_DECIMALS) {
      throw new IllegalArgumentException(
          "an amount has at most %d decimals but was %s".formatted(MAX_DECIMALS, amount));
    }
  }

  /** One price at all times. */
  public static TariffVersion flat(
      LocalDate validFrom, BigDecimal standingCtPerDay, BigDecimal ctPerKwh) {
    return new TariffVersion(
        validFrom,
        standingCtPerDay,
        Map.of("energy", ctPerKwh),
        List.of(PriceWindow.always("energy")));
  }
}
