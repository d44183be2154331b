package org.meterhaus.rest.readings;

import java.math.BigDecimal;
import java.util.List;
import org.meterhaus.dissemination.cost.Cost;

/**
 * What some energy costs. Amounts in ct are exact; only {@code total} is rounded.
 *
 * @param currency of {@code total}
 * @param unpricedWh energy at times without a tariff, in no amount
 * @param total in the currency, to the whole ct, half up
 */
public record AmountJson(
    String currency,
    BigDecimal energyCt,
    int standingDays,
    BigDecimal standingCt,
    BigDecimal totalCt,
    BigDecimal total,
    long unpricedWh,
    int unpricedCount,
    List<LineJson> lines) {

  /** Energy at one price of a tariff. */
  public record LineJson(
      String tariff,
      String tariffName,
      String validFrom,
      String price,
      BigDecimal ctPerKwh,
      long valueWh,
      BigDecimal ct) {

    static LineJson of(Cost.Line line) {
      return new LineJson(
          line.tariff(),
          line.tariffName(),
          line.validFrom().toString(),
          line.price(),
          line.ctPerKwh(),
          line.wh(),
          line.ct());
    }
  }

  public static AmountJson of(Cost cost) {
    return new AmountJson(
        Cost.CURRENCY,
        cost.energyCt(),
        cost.standingDays(),
        cost.standingCt(),
        cost.totalCt(),
        cost.total(),
        cost.unpricedWh(),
        cost.unpricedCount(),
        cost.lines().stream().map(LineJson::of).toList());
  }
}
