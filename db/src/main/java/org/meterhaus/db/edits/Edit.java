package org.meterhaus.db.edits;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Values of an operator for {@code [start, end)} of a channel, one for each interval.
 *
 * @param valuesWh Wh, in order
 * @param reason for the files
 * @param customerText what the customer reads
 * @param revocation null while it holds
 */
public record Edit(
    UUID id,
    long channelId,
    String operatorId,
    Instant start,
    Instant end,
    List<Integer> valuesWh,
    String reason,
    String customerText,
    Instant createdAt,
    @Nullable Revocation revocation) {

  /** That an edit holds no longer. */
  public record Revocation(String operatorId, String reason, Instant at) {}

  public Edit {
    valuesWh = List.copyOf(valuesWh);
  }
}
