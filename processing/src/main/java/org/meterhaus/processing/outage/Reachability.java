package org.meterhaus.processing.outage;

import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.meterhaus.db.outages.MeterContact;
import org.meterhaus.db.outages.MeterReach;

/**
 * What the sinks' own polling says beside the arrivals: an answer to the sink is a word of the
 * meter, and a sink that is alive and gets no answer for a while makes the meter silent at once.
 * What a sink said some time ago says no more than that it was so then.
 *
 * @param contacts of the observation, with answers to the sinks taken in
 * @param answering meters that their sink reaches now
 * @param unreachable meters that their sink has not reached for {@link OutageRules#suspectAfter}
 */
record Reachability(
    Map<String, MeterContact> contacts, Set<String> answering, Set<String> unreachable) {

  static Reachability of(Observation observation, OutageRules rules) {
    var contacts = new TreeMap<>(observation.contacts());
    var answering = new TreeSet<String>();
    var unreachable = new TreeSet<String>();
    observation
        .reaches()
        .forEach((meter, told) -> {
          MeterReach reach = told.reach();
          boolean fresh = !told.at().plus(rules.reportFresh()).isBefore(observation.now());
          boolean answers = reach.state() == MeterReach.State.ONLINE;
          Instant answered = answers ? told.at() : reach.answeredAt().orElse(Instant.EPOCH);
          contacts.computeIfPresent(meter, (_, contact) -> contact.heardAgain(answered));
          if (fresh && answers) {
            answering.add(meter);
          } else if (fresh
              && reach.state() == MeterReach.State.OFFLINE
              && !reach.since().plus(rules.suspectAfter()).isAfter(observation.now())) {
            unreachable.add(meter);
          }
        });
    return new Reachability(contacts, answering, unreachable);
  }

  /** Whether a sink says anything certain of a meter now. */
  boolean tells(String meter) {
    return answering.contains(meter) || unreachable.contains(meter);
  }
}
