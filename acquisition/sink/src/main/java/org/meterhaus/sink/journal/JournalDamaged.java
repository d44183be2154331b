package org.meterhaus.sink.journal;

import java.io.IOException;

/**
 * Bytes that had been durable do not read back as written. Nothing is repaired by guessing: the
 * file stays as it is for whoever looks into it.
 */
public final class JournalDamaged extends IOException {
  JournalDamaged(String segment, long position, String what) {
    super("journal segment %s is damaged at byte %d: %s".formatted(segment, position, what));
  }
}
