package org.meterhaus.db.tariffs;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A tariff and the calendar days of the building in which a usage point has it.
 *
 * @param validFrom first day
 * @param validUntil first day after; null while it lasts
 */
public record TariffTerm(Tariff tariff, LocalDate validFrom, @Nullable LocalDate validUntil) {

  public boolean covers(LocalDate day) {
    return !day.isBefore(validFrom) && (validUntil == null || day.isBefore(validUntil));
  }
}
