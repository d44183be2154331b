package org.meterhaus.processing.outage;

import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.UUID;
import org.meterhaus.db.outages.Outage;

/**
 * What an observation means.
 *
 * @param outages those that were given, and new ones, as they are now
 * @param notices what the customers concerned are to be told, each once for an outage
 * @param faultyMeters silent ones that belong to no outage, and since when
 */
public record Assessment(
    List<Outage> outages, List<Notice> notices, SortedMap<String, Instant> faultyMeters) {

  public Assessment {
    outages = List.copyOf(outages);
    notices = List.copyOf(notices);
  }

  /** Something to tell the customers of an outage. */
  public sealed interface Notice {
    UUID outage();

    /** Their power is off, for certain. */
    record PowerIsOff(UUID outage) implements Notice {}

    /** It was off, or so we had said, and their meters report again. */
    record MetersAreBack(UUID outage) implements Notice {}
  }
}
