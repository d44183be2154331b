package org.meterhaus.sink.journal;

/** The journal takes nothing now (disk full, or closed); what was offered was not stored. */
public final class JournalStopped extends Exception {
  JournalStopped(String reason) {
    super("journal takes nothing: " + reason);
  }
}
