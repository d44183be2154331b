package org.meterhaus.dissemination.cost;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.meterhaus.db.tariffs.PriceWindow;
import org.meterhaus.db.tariffs.Tariff;
import org.meterhaus.db.tariffs.TariffTerm;
import org.meterhaus.db.tariffs.TariffVersion;

/**
 * Which price holds when, for one usage point. Pure.
 *
 * @param terms oldest first, not overlapping
 * @param zone of the building: its wall clock says what time it is
 */
public record PriceCalendar(List<TariffTerm> terms, ZoneId zone) {

  public PriceCalendar {
    terms = List.copyOf(terms);
  }

  /** One price of one version of one tariff. */
  record Price(
      String tariff, String tariffName, LocalDate validFrom, String name, BigDecimal ctPerKwh) {}

  /**
   * The prices of a day.
   *
   * @param windows those that fit the day, the first that fits the hour wins
   */
  record Day(Tariff tariff, TariffVersion version, List<PriceWindow> windows) {

    /**
     * @param minute of the wall clock since midnight, 0..1439
     */
    Price at(int minute) {
      PriceWindow window =
          windows.stream()
              .filter(each -> each.covers(minute))
              .findFirst()
              .orElseThrow(() -> new IllegalStateException("the last window fits always"));
      BigDecimal price = Objects.requireNonNull(version.ctPerKwh().get(window.price()));
      return new Price(tariff.id(), tariff.name(), version.validFrom(), window.price(), price);
    }
  }

  /** Whether there ever was a tariff. */
  public boolean isEmpty() {
    return terms.isEmpty();
  }

  /** Empty where the usage point has no tariff, or the tariff no version yet. */
  Optional<Day> on(LocalDate day) {
    return terms.stream()
        .filter(term -> term.covers(day))
        .findFirst()
        .map(TariffTerm::tariff)
        .flatMap(tariff ->
            tariff
                .on(day)
                .map(version ->
                    new Day(
                        tariff,
                        version,
                        version.windows().stream()
                            .filter(
                                window -> window.covers(day, tariff.holidays().containsKey(day)))
                            .toList())));
  }
}
