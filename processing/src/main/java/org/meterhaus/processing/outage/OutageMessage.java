package org.meterhaus.processing.outage;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import org.meterhaus.db.outages.Outage;
import org.meterhaus.db.outages.OutageCause;
import org.meterhaus.db.outages.Outages.Concerned;
import org.meterhaus.db.outages.Supply;
import org.meterhaus.db.outbox.Kind;
import org.meterhaus.db.outbox.OutboxMessage;
import org.meterhaus.processing.outage.Assessment.Notice;

/** What a customer reads about an outage. Each message once a customer and outage. */
public final class OutageMessage {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ENGLISH);

  private OutageMessage() {}

  public static OutboxMessage of(Notice notice, Outage outage, Concerned who) {
    ZoneId zone = ZoneId.of(who.zone());
    return switch (notice) {
      case Notice.PowerIsOff _ ->
          message(
              outage,
              who,
              Kind.OUTAGE_CONFIRMED,
              "Power cut in " + who.buildingName(),
              "Since about %s there is no power in %s (%d homes). You need not report it."
                  .formatted(
                      time(outage.began(), zone),
                      outage.scope().section().isPresent()
                          ? "your part of the building"
                          : "the building",
                      outage.members().size()));
      case Notice.MetersAreBack _ ->
          outage.cause() == OutageCause.COMMUNICATION
              ? message(
                  outage,
                  who,
                  Kind.OUTAGE_RESTORED,
                  "No power cut after all in " + who.buildingName(),
                  "We could not reach your meter from %s to %s. It went on counting: there was power, and nothing is lost."
                      .formatted(
                          time(outage.began(), zone), time(end(outage, outage.began()), zone)))
              : message(
                  outage,
                  who,
                  Kind.OUTAGE_RESTORED,
                  "The power is back in " + who.buildingName(),
                  "It was off from about %s to about %s."
                      .formatted(
                          time(
                              outage.powerOff().map(Supply.Off::from).orElse(outage.began()), zone),
                          time(
                              outage
                                  .powerOff()
                                  .map(Supply.Off::until)
                                  .orElse(end(outage, outage.began())),
                              zone)));
    };
  }

  private static Instant end(Outage outage, Instant otherwise) {
    return outage.restoredAt().orElse(otherwise);
  }

  private static String time(Instant at, ZoneId zone) {
    return TIME.format(at.atZone(zone));
  }

  private static OutboxMessage message(
      Outage outage, Concerned who, Kind kind, String title, String body) {
    return new OutboxMessage(
        "outage:%s:%s:%s".formatted(outage.id(), kind.wireName(), who.customer()),
        who.customer(),
        kind,
        title,
        body,
        Map.of("outage", outage.id().toString()));
  }
}
