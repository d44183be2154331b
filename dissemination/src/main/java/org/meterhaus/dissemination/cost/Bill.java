package org.meterhaus.dissemination.cost;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dissemination.cost.PriceCalendar.Price;
import org.meterhaus.dissemination.readings.Slots;

/**
 * Energy priced interval by interval. Not thread-safe.
 *
 * <p>A meter interval has the price of the moment at which it starts. A meter interval without a
 * value is not priced: it is missing, not zero. The standing charge of a day falls into the moment
 * at which the day begins.
 */
public final class Bill {

  private final PriceCalendar calendar;
  private final Map<Price, Long> whByPrice = new LinkedHashMap<>();
  private long unpricedWh;
  private int unpricedCount;
  private int standingDays;
  private BigDecimal standingCt = BigDecimal.ZERO;

  private @Nullable LocalDate day;
  private Optional<PriceCalendar.Day> prices = Optional.empty();

  public Bill(PriceCalendar calendar) {
    this.calendar = calendar;
  }

  /** Energy of the slots from {@code from} (inclusive) to {@code to} (exclusive). */
  public void add(Slots slots, int from, int to) {
    for (int slot = from; slot < to; slot++) {
      if (slots.isPresent(slot)) {
        add(slots.start(slot), slots.wh(slot));
      }
    }
  }

  /**
   * Energy of one meter interval.
   *
   * @param wh 0 or more
   */
  public void add(Instant start, long wh) {
    ZonedDateTime local = start.atZone(calendar.zone());
    if (!local.toLocalDate().equals(day)) {
      day = local.toLocalDate();
      prices = calendar.on(day);
    }
    if (prices.isPresent()) {
      Price price = prices.get().at(local.getHour() * 60 + local.getMinute());
      whByPrice.merge(price, wh, Long::sum);
    } else {
      unpricedWh += wh;
      unpricedCount++;
    }
  }

  /** The standing charge of a day, if it has a tariff. */
  public void addStanding(LocalDate date) {
    calendar
        .on(date)
        .ifPresent(found -> {
          standingDays++;
          standingCt = standingCt.add(found.version().standingCtPerDay());
        });
  }

  public Cost cost() {
    return new Cost(
        whByPrice.entrySet().stream().map(entry -> line(entry.getKey(), entry.getValue())).toList(),
        unpricedWh,
        unpricedCount,
        standingDays,
        standingCt);
  }

  private static Cost.Line line(Price price, long wh) {
    return new Cost.Line(
        price.tariff(), price.tariffName(), price.validFrom(), price.name(), price.ctPerKwh(), wh);
  }
}
