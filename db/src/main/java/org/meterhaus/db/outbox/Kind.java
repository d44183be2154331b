package org.meterhaus.db.outbox;

import java.util.Arrays;

/** What a message is about; the wire name is what the table and the phones see. */
public enum Kind {
  COMMAND_CONFIRMED("command.confirmed"),
  COMMAND_FAILED("command.failed"),
  ALARM_RAISED("alarm.raised"),
  OUTAGE_CONFIRMED("outage.confirmed"),
  OUTAGE_RESTORED("outage.restored"),
  DEVICE_FAULT("device.fault");

  private final String wireName;

  Kind(String wireName) {
    this.wireName = wireName;
  }

  public String wireName() {
    return wireName;
  }

  /**
   * The kind of that wire name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Kind of(String wireName) {
    return Arrays.stream(values())
        .filter(kind -> kind.wireName.equals(wireName))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no message kind " + wireName));
  }
}
