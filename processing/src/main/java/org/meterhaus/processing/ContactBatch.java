package org.meterhaus.processing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.hibernate.StatelessSession;
import org.meterhaus.db.arrivals.Arrival;
import org.meterhaus.db.arrivals.Delivery;
import org.meterhaus.db.arrivals.PostgresArrivalLog;
import org.meterhaus.db.arrivals.Reading;
import org.meterhaus.db.arrivals.Source;
import org.meterhaus.db.outages.MeterContact;
import org.meterhaus.db.outages.MeterContacts;
import org.meterhaus.db.outages.MeterContacts.HeardChannel;
import org.meterhaus.db.outages.MeterContacts.Listening;

/** One transaction of one partition: from some arrivals to when each meter was heard. */
final class ContactBatch {
  private final StatelessSession session;
  private final MeterContacts contacts;
  private final Instant restoredSince;

  /**
   * @param restoredSince outages that ended before want to hear nothing more
   */
  ContactBatch(StatelessSession session, Instant restoredSince) {
    this.session = session;
    this.contacts = new MeterContacts(session);
    this.restoredSince = restoredSince;
  }

  /**
   * Notes the next arrivals of a partition.
   *
   * @return how many, 0 if there are none or another watch has the partition
   */
  int run(int partition, int limit) {
    OptionalLong from = contacts.take(partition);
    if (from.isEmpty()) {
      return 0;
    }
    List<Arrival> arrivals =
        new PostgresArrivalLog(session).read(partition, from.getAsLong(), limit);
    if (arrivals.isEmpty()) {
      return 0;
    }
    note(arrivals);
    contacts.move(partition, arrivals.getLast().offset() + 1);
    return arrivals.size();
  }

  private void note(List<Arrival> arrivals) {
    List<Delivery> deliveries = new ArrayList<>();
    Set<Long> ids = new HashSet<>();
    for (Arrival arrival : arrivals) {
      // only what a sink read is a word of the meter; what cannot be read the processor sets aside
      if (arrival instanceof Arrival.Received(_, var delivery)
          && delivery.source().kind() == Source.Kind.SINK) {
        deliveries.add(delivery);
        ids.add(delivery.channelId());
      }
    }
    Map<Long, HeardChannel> channels = contacts.channels(ids);
    Map<String, MeterContact> heard = new TreeMap<>();
    for (Delivery delivery : deliveries) {
      HeardChannel channel = channels.get(delivery.channelId());
      if (channel != null) {
        heard.merge(channel.meter(), contact(delivery, channel), ContactBatch::later);
      }
    }
    Map<String, List<Listening>> listening = contacts.listening(heard.keySet(), restoredSince);
    for (Delivery delivery : deliveries) {
      HeardChannel channel = channels.get(delivery.channelId());
      if (channel != null && channel.isMain()) {
        for (Listening outage : listening.getOrDefault(channel.meter(), List.of())) {
          keep(outage, channel.meter(), delivery.readings());
        }
      }
    }
    contacts.heard(heard);
  }

  /** Of an appliance's channel only the time counts: the profile is the main channel's. */
  private static MeterContact contact(Delivery delivery, HeardChannel channel) {
    if (!channel.isMain()) {
      return new MeterContact(delivery.receivedAt(), Instant.EPOCH, 0, OptionalLong.empty());
    }
    Reading last = delivery.readings().getFirst();
    for (Reading reading : delivery.readings()) {
      last = reading.end().isBefore(last.end()) ? last : reading;
    }
    return new MeterContact(delivery.receivedAt(), last.end(), last.status(), last.registerWh());
  }

  private static MeterContact later(MeterContact a, MeterContact b) {
    MeterContact profile = b.dataUntil().isBefore(a.dataUntil()) ? a : b;
    return new MeterContact(
        b.heardAt().isBefore(a.heardAt()) ? a.heardAt() : b.heardAt(),
        profile.dataUntil(),
        profile.status(),
        profile.registerWh());
  }

  private void keep(Listening outage, String meter, List<Reading> readings) {
    List<Reading> ofItsTime =
        readings.stream()
            .filter(reading ->
                reading.end().isAfter(outage.dataUntil()) && reading.end().isBefore(outage.until()))
            .toList();
    if (!ofItsTime.isEmpty()) {
      contacts.keep(outage.outage(), meter, ofItsTime);
    }
  }
}
