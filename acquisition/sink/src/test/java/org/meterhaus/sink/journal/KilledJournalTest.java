package org.meterhaus.sink.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meterhaus.dlms.Bytes;

@DisplayName("A journal whose process is killed with SIGKILL")
class KilledJournalTest {
  private static final int KILLS = 4;

  @Test
  void has_all_that_it_said_was_stored_and_no_hole(@TempDir Path directory) throws Exception {
    Random random = new Random(20_261_121);
    Map<Long, Bytes> said = new TreeMap<>();
    for (int kill = 0; kill < KILLS; kill++) {
      writeUntilKilled(directory, 50 + random.nextInt(400), said);

      try (Journal journal =
          Journal.open(
              DirectoryStorage.open(directory), JournalConfig.DEFAULT, InstantSource.system())) {
        List<JournalEntry> entries = journal.read(1, Long.MAX_VALUE, Long.MAX_VALUE);
        assertThat(entries)
            .extracting(JournalEntry::sequence)
            .containsExactlyElementsOf(LongStream.rangeClosed(1, entries.size()).boxed().toList());
        assertThat(entries).hasSizeGreaterThanOrEqualTo(said.size());
        said.forEach((sequence, payload) ->
            assertThat(entries.get(Math.toIntExact(sequence) - 1).content().payload())
                .as("record %d", sequence)
                .isEqualTo(payload));
      }
    }
    assertThat(said).hasSizeGreaterThan(KILLS * 50);
  }

  private static void writeUntilKilled(Path directory, int lines, Map<Long, Bytes> said)
      throws Exception {
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                JournalProcess.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader out = process.inputReader()) {
      int read = 0;
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        String[] parts = line.split(" ", -1);
        boolean isWhole = parts.length == 3 && parts[2].equals(".");
        if (isWhole) {
          said.put(Long.parseLong(parts[0]), Bytes.ofHex(parts[1]));
        }
        if (++read == lines) {
          process.toHandle().destroyForcibly(); // leaves us the rest of what it said
        }
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
  }
}
