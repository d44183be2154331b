package org.meterhaus.push.receiver;

import java.time.Instant;
import java.util.Map;

/**
 * What a phone would have shown.
 *
 * @param sequence 1 for the first since the receiver started
 * @param name as FCM names it, {@code projects/<project>/messages/<id>}
 */
public record ReceivedMessage(
    long sequence,
    String name,
    String token,
    String title,
    String body,
    Map<String, String> data,
    Instant receivedAt) {

  public ReceivedMessage {
    data = Map.copyOf(data);
  }
}
