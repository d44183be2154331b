package org.meterhaus.sink.journal;

import java.io.IOException;
import java.nio.file.Path;

/** A second process asked for a journal directory that has its writer already. */
public final class JournalInUse extends IOException {
  JournalInUse(Path directory) {
    super(
        "journal directory %s is in use by another sink: stop that one, or name another directory"
            .formatted(directory));
  }
}
