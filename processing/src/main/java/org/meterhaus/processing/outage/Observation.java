package org.meterhaus.processing.outage;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.meterhaus.db.arrivals.Reading;
import org.meterhaus.db.outages.MeterContact;
import org.meterhaus.db.outages.MeterPlace;
import org.meterhaus.db.outages.MeterReach;

/**
 * All that is known at one moment.
 *
 * @param now by our clock
 * @param listeningSince since when we could have heard the meters
 * @param places of all meters, by meter id
 * @param contacts by meter id; a meter that was never heard has none and says nothing
 * @param returned by outage, then meter: what came later of the main channel's profile from after
 *     {@link org.meterhaus.db.outages.OutageMember#dataUntil}; in any order
 * @param reaches what the sinks say of their meters, by meter id
 */
public record Observation(
    Instant now,
    Instant listeningSince,
    Map<String, MeterPlace> places,
    Map<String, MeterContact> contacts,
    Map<UUID, Map<String, List<Reading>>> returned,
    Map<String, MeterReach.Told> reaches) {

  public Observation {
    places = Map.copyOf(places);
    contacts = Map.copyOf(contacts);
    returned = Map.copyOf(returned);
    reaches = Map.copyOf(reaches);
  }

  /** Where no sink says whom it reaches. */
  public Observation(
      Instant now,
      Instant listeningSince,
      Map<String, MeterPlace> places,
      Map<String, MeterContact> contacts,
      Map<UUID, Map<String, List<Reading>>> returned) {
    this(now, listeningSince, places, contacts, returned, Map.of());
  }

  /** The same with other contacts. */
  Observation withContacts(Map<String, MeterContact> other) {
    return new Observation(now, listeningSince, places, other, returned, reaches);
  }
}
