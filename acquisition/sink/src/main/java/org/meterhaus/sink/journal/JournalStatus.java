package org.meterhaus.sink.journal;

import java.time.Instant;

/** Whether the journal takes records. */
public sealed interface JournalStatus {

  /** All is well. */
  record Taking() implements JournalStatus {}

  /**
   * Nothing is taken: the medium refuses. What is durable can still be read; the journal goes on by
   * itself.
   *
   * @param since when it stopped
   * @param reason what the operating system said
   */
  record Stopped(Instant since, String reason) implements JournalStatus {}
}
