package org.meterhaus.db.jobs;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Days {@code [firstDay, untilDay)} of some channels to be derived anew.
 *
 * @param scope in words, such as {@code building lindenhof}
 * @param rules name of the rule set
 * @param channels how many there are
 * @param done of how many everything is written
 * @param changedDays blocks that came out different so far
 * @param reason why it failed
 */
public record Job(
    UUID id,
    String requestedBy,
    String scope,
    String rules,
    LocalDate firstDay,
    LocalDate untilDay,
    State state,
    long channels,
    long done,
    long changedDays,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant finishedAt,
    @Nullable String reason) {

  /** The course of a job. */
  public enum State {
    WAITING,
    RUNNING,
    DONE,
    CANCELLED,
    FAILED;

    /** As stored and as said outside. */
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }

    public boolean isOpen() {
      return this == WAITING || this == RUNNING;
    }
  }
}
