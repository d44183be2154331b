package org.meterhaus.processing.alarm;

import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import org.meterhaus.db.alarms.Alarm;
import org.meterhaus.db.outbox.Kind;
import org.meterhaus.db.outbox.OutboxMessage;

/** What a customer reads when a limit is exceeded. */
public final class AlarmMessage {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMM HH:mm", Locale.ENGLISH);
  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm", Locale.ENGLISH);

  private AlarmMessage() {}

  /**
   * @param zone of the building, for the times in the text
   */
  public static OutboxMessage of(Alarm alarm, String deviceName, ZoneId zone) {
    return new OutboxMessage(
        "alarm:" + alarm.id(),
        alarm.customerId(),
        Kind.ALARM_RAISED,
        "%s is above %d W".formatted(deviceName, alarm.limitW()),
        "%d W on average from %s to %s"
            .formatted(
                alarm.observedW(),
                TIME.format(alarm.intervalStart().atZone(zone)),
                CLOCK.format(alarm.intervalEnd().atZone(zone))),
        Map.of(
            "alarm", alarm.id().toString(),
            "device", alarm.deviceId(),
            "rule", alarm.ruleId()));
  }
}
