package org.meterhaus.db.outbox;

import java.util.Map;

/**
 * Something to tell a customer.
 *
 * @param dedupKey what makes it the same message when it is written again, e.g. {@code
 *     command:<id>:confirmed}; 1..200 characters
 * @param customerId who is told
 * @param title one line, 1..200 characters
 * @param body plain text, 0..1000 characters
 * @param data ids for the app to fetch the details with; keys and values are strings, no more than
 *     16 entries. Never secrets: the push provider can read it
 */
public record OutboxMessage(
    String dedupKey,
    String customerId,
    Kind kind,
    String title,
    String body,
    Map<String, String> data) {

  private static final int MAX_DATA_ENTRIES = 16;

  public OutboxMessage {
    requireLength("dedupKey", dedupKey, 1, 200);
    requireLength("customerId", customerId, 1, 200);
    requireLength("title", title, 1, 200);
    requireLength("body", body, 0, 1000);
    if (data.size() > MAX_DATA_ENTRIES) {
      throw new IllegalArgumentException(
          "data must have 0.." + MAX_DATA_ENTRIES + " entries but had " + data.size());
    }
    data = Map.copyOf(data);
  }

  private static void requireLength(String name, String value, int min, int max) {
    if (value.length() < min || value.length() > max) {
      throw new IllegalArgumentException(
          "%s must have %d..%d characters but had %d".formatted(name, min, max, value.length()));
    }
  }
}
