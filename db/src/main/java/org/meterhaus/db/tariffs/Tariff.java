package org.meterhaus.db.tariffs;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a kilowatt-hour costs, and since when.
 *
 * @param name as customers read it
 * @param versions oldest first, at least one, no two from the same day
 * @param holidays days that are none of the weekdays, with their names
 */
public record Tariff(
    String id, String name, List<TariffVersion> versions, Map<LocalDate, String> holidays) {

  public Tariff {
    versions = List.copyOf(versions);
    holidays = Map.copyOf(holidays);
    if (id.isEmpty() || versions.isEmpty()) {
      throw new IllegalArgumentException(
          "a tariff needs an id and a version but '%s' had %d".formatted(id, versions.size()));
    }
    for (int i = 1; i < versions.size(); i++) {
      if (!versions.get(i - 1).validFrom().isBefore(versions.get(i).validFrom())) {
        throw new IllegalArgumentException(
            "versions must be in order but %s came before %s"
                .formatted(versions.get(i - 1).validFrom(), versions.get(i).validFrom()));
      }
    }
  }

  /** The version that holds on a day; empty before the first. */
  public Optional<TariffVersion> on(LocalDate day) {
    return versions.reversed().stream()
        .filter(version -> !version.validFrom().isAfter(day))
        .findFirst();
  }
}
