package org.meterhaus.db.outages;

import java.util.Optional;

/**
 * What an outage is about.
 *
 * @param section empty for the building as a whole
 */
public record Scope(String building, Optional<String> section) {

  public static Scope ofBuilding(String building) {
    return new Scope(building, Optional.empty());
  }

  public static Scope ofSection(String building, String section) {
    return new Scope(building, Optional.of(section));
  }
}
