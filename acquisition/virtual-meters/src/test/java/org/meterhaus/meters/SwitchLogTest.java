package org.meterhaus.meters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A switch log")
class SwitchLogTest {
  private static final Instant NOON = Instant.parse("2026-11-16T12:00:00.123Z");
  private static final Switching.Event OFF = new Switching.Event(NOON, 2, false);
  private static final Switching.Event ON = new Switching.Event(NOON.plusSeconds(60), 2, true);

  private Path file;

  @BeforeEach
  void place(@TempDir Path directory) {
    file = directory.resolve("meter.switching");
  }

  private void write() throws IOException {
    try (SwitchLog log = SwitchLog.openOrCreate(file)) {
      log.append(OFF.at(), OFF.channel(), OFF.connected());
      log.append(ON.at(), ON.channel(), ON.connected());
    }
  }

  private List<Switching.Event> read() throws IOException {
    try (SwitchLog log = SwitchLog.openOrCreate(file)) {
      return log.history().events();
    }
  }

  @Test
  void begins_empty_and_remembers_every_event() throws IOException {
    assertThat(read()).isEmpty();
    write();

    assertThat(read()).containsExactly(OFF, ON);
  }

  @Test
  void has_an_event_on_disk_before_it_is_closed() throws IOException {
    try (SwitchLog log = SwitchLog.openOrCreate(file)) {
      log.append(OFF.at(), OFF.channel(), OFF.connected());

      assertThat(Files.readString(file)).isEqualTo("2026-11-16T12:00:00.123Z 2 off\n");
    }
  }

  /** A crash in the middle of a write may leave any part of the line. */
  @Test
  void cuts_off_a_line_that_was_not_finished_and_goes_on_behind_the_last_whole_one()
      throws IOException {
    String line = "2026-11-16T12:02:00Z 2 off\n";
    for (int length = 0; length < line.length(); length++) {
      Files.deleteIfExists(file);
      write();
      Files.writeString(file, line.substring(0, length), StandardOpenOption.APPEND);

      try (SwitchLog log = SwitchLog.openOrCreate(file)) {
        assertThat(log.history().events()).containsExactly(OFF, ON);
        log.append(NOON.plusSeconds(180), 1, false);
      }

      assertThat(read())
          .containsExactly(OFF, ON, new Switching.Event(NOON.plusSeconds(180), 1, false));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nonsense",
        "2026-11-16T12:00:00Z 2 maybe",
        "yesterday 2 off",
        "2026-11-16T12:00:00Z x off",
        "2026-11-16T12:00:00Z 0 off",
        "2026-11-16T12:00:00Z 2 off 3"
      })
  void refuses_a_finished_line_that_makes_no_sense(String line) throws IOException {
    Files.writeString(file, "2026-11-16T11:00:00Z 2 off\n" + line + "\n");

    assertThatThrownBy(this::read)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("line 2 is damaged");
  }

  @Test
  void stays_in_order_when_the_clock_was_put_back() throws IOException {
    try (SwitchLog log = SwitchLog.openOrCreate(file)) {
      log.append(NOON, 2, false);
      log.append(NOON.minusSeconds(3600), 2, true);
    }

    assertThat(read()).containsExactly(OFF, new Switching.Event(NOON, 2, true));
  }
}
