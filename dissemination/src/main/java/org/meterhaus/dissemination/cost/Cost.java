package org.meterhaus.dissemination.cost;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.util.List;

/**
 * What some energy costs. Amounts are in ct, exact, with as many decimals as they have.
 *
 * @param lines energy by price, in the order in which the prices were first met
 * @param unpricedWh energy at times without a tariff: not in any amount
 * @param unpricedCount meter intervals that have this energy
 * @param standingDays days whose standing charge is in it
 * @param standingCt their standing charges
 */
public record Cost(
    List<Line> lines, long unpricedWh, int unpricedCount, int standingDays, BigDecimal standingCt) {

  /** ISO 4217. */
  public static final String CURRENCY = "EUR";

  public Cost {
    lines = List.copyOf(lines);
  }

  /**
   * @param tariff its id
   * @param tariffName as customers read it
   * @param validFrom of the tariff's version
   * @param price its name, such as {@code night}
   * @param ctPerKwh as the tariff has it
   * @param wh energy at this price
   */
  public record Line(
      String tariff,
      String tariffName,
      LocalDate validFrom,
      String price,
      BigDecimal ctPerKwh,
      long wh) {

    /** Exact. */
    public BigDecimal ct() {
      return plain(ctPerKwh.multiply(BigDecimal.valueOf(wh)).movePointLeft(3));
    }
  }

  /** For energy, exact, ct. */
  public BigDecimal energyCt() {
    return plain(lines.stream().map(Line::ct).reduce(BigDecimal.ZERO, BigDecimal::add));
  }

  /** For energy and standing charges, exact, ct. */
  public BigDecimal totalCt() {
    return plain(energyCt().add(standingCt));
  }

  /**
   * {@link #totalCt} in EUR, to the whole ct, half up. Nothing else is rounded: totals of buckets
   * add up to the total of the whole in {@link #totalCt}, not here.
   */
  public BigDecimal total() {
    return totalCt().movePointLeft(2).setScale(2, RoundingMode.HALF_UP);
  }

  /** Without needless zeros, and never in exponents. */
  private static BigDecimal plain(BigDecimal amount) {
    BigDecimal stripped = amount.stripTrailingZeros();
    return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
  }
}
