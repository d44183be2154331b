package org.meterhaus.headend.control;

import java.util.Map;
import org.meterhaus.db.commands.Action;
import org.meterhaus.db.commands.Command;
import org.meterhaus.db.outbox.Kind;
import org.meterhaus.db.outbox.OutboxMessage;

/** What a customer is told when a command ended. Pure. */
final class Announcement {
  private Announcement() {}

  static OutboxMessage confirmed(Command command, String deviceName) {
    String state = command.action() == Action.SWITCH_ON ? "on" : "off";
    return message(
        command,
        Kind.COMMAND_CONFIRMED,
        "%s is %s".formatted(deviceName, state),
        "Read back from the meter: it is %s now.".formatted(state),
        Map.of("command", command.id().toString(), "device", command.deviceId(), "state", state));
  }

  /**
   * It did not come about.
   *
   * @param reason such as {@code meter-unreachable}, {@code expired}
   */
  static OutboxMessage failed(Command command, String deviceName, String reason) {
    String wanted = command.action() == Action.SWITCH_ON ? "on" : "off";
    return message(
        command,
        Kind.COMMAND_FAILED,
        "%s could not be switched %s".formatted(deviceName, wanted),
        "Reason: %s.".formatted(reason),
        Map.of("command", command.id().toString(), "device", command.deviceId(), "reason", reason));
  }

  private static OutboxMessage message(
      Command command, Kind kind, String title, String body, Map<String, String> data) {
    String dedupKey = "command:" + command.id(); // one end, one message
    return new OutboxMessage(dedupKey, command.customerId(), kind, title, body, data);
  }
}
