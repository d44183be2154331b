package org.meterhaus.processing.faults;

import java.util.Map;
import org.meterhaus.db.findings.DeviceFinding;
import org.meterhaus.db.outbox.Kind;
import org.meterhaus.db.outbox.OutboxMessage;
import org.meterhaus.processing.detect.FaultRule;
import org.meterhaus.processing.detect.FindingText;

/** What a customer reads when a fault is confirmed. */
final class FaultMessage {
  private FaultMessage() {}

  /** One message for each owner and finding, however often it is confirmed. */
  static OutboxMessage of(DeviceFinding finding, String deviceName, String customerId) {
    String what =
        FaultRule.of(finding.rule()).map(FindingText::headline).orElse("may have a fault");
    return new OutboxMessage(
        "finding:%s:%s".formatted(finding.id(), customerId),
        customerId,
        Kind.DEVICE_FAULT,
        "%s %s".formatted(deviceName, what),
        finding.explanation(),
        Map.of(
            "finding", finding.id().toString(),
            "device", finding.deviceId(),
            "rule", finding.rule()));
  }
}
