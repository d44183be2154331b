package org.meterhaus.processing.outage;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.meterhaus.db.outages.MeterContact;
import org.meterhaus.db.outages.MeterReach;

/**
 * What the sinks say beside the arrivals: an answer to the sink is a word of the meter, and a sink
 * that is alive and gets no answer for a while makes the meter silent at once; so does a last gasp
 * that the sink heard, until the meter is heard again. What a sink said some time ago says no more
 * than that it was so then.
 *
 * @param contacts of the observation, with answers to the sinks and gasps taken in
 * @param answering meters that their sink reaches now
 * @param unreachable meters that their sink has not reached for {@link OutageRules#suspectAfter}
 * @param gasped meters that said that their power was going and have not been heard since, and when
 */
record Reachability(
    Map<String, MeterContact> contacts,
    Set<String> answering,
    Set<String> unreachable,
    SortedMap<String, Instant> gasped) {

  static Reachability of(Observation observation, OutageRules rules) {
    var reachability =
        new Reachability(
            new TreeMap<>(observation.contacts()),
            new TreeSet<>(),
            new TreeSet<>(),
            new TreeMap<>());
    observation
        .reaches()
        .forEach((meter, told) -> {
          MeterContact contact = observation.contacts().get(meter);
          if (contact != null) {
            reachability.take(meter, contact, told, observation.now(), rules);
          }
        });
    return reachability;
  }

  private void take(
      String meter, MeterContact contact, MeterReach.Told told, Instant now, OutageRules rules) {
    MeterReach reach = told.reach();
    Instant silentSince = reach.since();
    if (reach.gasp().isPresent()) {
      MeterReach.Gasp gasp = reach.gasp().get();
      // what arrives may have been read before the gasp, unless the sink has died since
      if (gasp.overAt().isEmpty() && !contact.heardAt().isAfter(told.at())) {
        contacts.put(meter, contact.heardLast(gasp.at()));
        gasped.put(meter, gasp.at());
        return;
      }
      Instant word = gasp.overAt().orElse(gasp.at());
      contact = contact.heardAgain(word);
      silentSince = word.isAfter(silentSince) ? word : silentSince;
    }
    boolean fresh = !told.at().plus(rules.reportFresh()).isBefore(now);
    boolean answers = reach.state() == MeterReach.State.ONLINE;
    Instant answered = answers ? told.at() : reach.answeredAt().orElse(Instant.EPOCH);
    contacts.put(meter, contact.heardAgain(answered));
    if (fresh && answers) {
      answering.add(meter);
    } else if (fresh
        && reach.state() == MeterReach.State.OFFLINE
        && !silentSince.plus(rules.suspectAfter()).isAfter(now)) {
      unreachable.add(meter);
    }
  }

  /** Whether a sink says anything certain of a meter now. */
  boolean tells(String meter) {
    return answering.contains(meter) || unreachable.contains(meter) || gasped.containsKey(meter);
  }
}
