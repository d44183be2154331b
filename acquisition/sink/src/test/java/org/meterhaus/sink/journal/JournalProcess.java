package org.meterhaus.sink.journal;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.meterhaus.dlms.Bytes;

/**
 * A process that writes to a journal from several threads, and says what is stored, until it is
 * killed.
 */
final class JournalProcess {
  private static final int WRITERS = 4;

  private JournalProcess() {}

  public static void main(String[] args) throws Exception {
    var config = new JournalConfig(4096, Duration.ZERO, Duration.ofSeconds(1));
    Journal journal =
        Journal.open(DirectoryStorage.open(Path.of(args[0])), config, InstantSource.system());
    for (int writer = 0; writer < WRITERS; writer++) {
      Thread.ofVirtual().start(() -> write(journal));
    }
    Thread.currentThread().join();
  }

  private static void write(Journal journal) {
    try {
      for (int i = 0; ; i++) {
        Bytes payload = Bytes.copyOf(("payload " + i).repeat(i % 20).getBytes(UTF_8));
        long sequence =
            journal.append(new JournalEntry.Content("stream", Optional.empty(), payload));
        synchronized (journal) {
          System.out.println(sequence + " " + payload + " .");
          System.out.flush();
        }
      }
    } catch (JournalStopped | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
