package org.meterhaus.command.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("meterhaus detect")
class DetectRunTest {
  private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
  private static final int DAYS = 84;
  private static final int DEAD_FROM = 60;
  private static final int DEAD_UNTIL = 68;

  @TempDir Path folder;

  /** A fridge: 30 to 50 Wh an hour, nothing on the dead days. */
  private static List<String> fridge(String device, boolean dead, int perHour) {
    var lines = new ArrayList<String>();
    for (int i = 0; i < DAYS * 24 * perHour; i++) {
      int day = i / (24 * perHour);
      int wh = dead && day >= DEAD_FROM && day < DEAD_UNTIL ? 0 : 30 + (i * 7 + day * 3) % 20;
      lines.add(device + "," + START.plusSeconds(3600L / perHour * (i + 1)) + "," + wh);
    }
    return lines;
  }

  private Path file(List<String> lines) throws IOException {
    Path file = folder.resolve("devices.csv");
    Files.writeString(file, "device_id,timestamp,wh\n" + String.join("\n", lines) + "\n");
    return file;
  }

  private DetectRun run(
      Path file, DetectOptions.@Nullable Explained explained, boolean interleaved) {
    return run(file, explained, interleaved, Duration.ofHours(1), ZoneOffset.UTC);
  }

  private DetectRun run(
      Path file,
      DetectOptions.@Nullable Explained explained,
      boolean interleaved,
      Duration interval,
      ZoneId zone) {
    return new DetectRun(
        new DetectOptions(
            file,
            folder.resolve("report.csv"),
            folder.resolve("findings.csv"),
            zone,
            interval,
            interleaved,
            explained),
        new Progress(new PrintStream(new ByteArrayOutputStream()), false, () -> 0));
  }

  private List<String> report() throws IOException {
    return Files.readAllLines(folder.resolve("report.csv"));
  }

  private static List<String> expected(String device) {
    var lines = new ArrayList<>(List.of("device_id,date,fault"));
    for (int day = DEAD_FROM; day < DEAD_UNTIL; day++) {
      lines.add(device + "," + LocalDate.of(2026, 1, 5).plusDays(day) + ",dead");
    }
    return lines;
  }

  @Test
  void reports_each_faulty_day_and_leaves_sound_devices_out() throws IOException {
    var lines = fridge("sound", false, 1);
    lines.addAll(fridge("broken", true, 1));

    run(file(lines), null, false).run();

    assertThat(report()).isEqualTo(expected("broken"));
    assertThat(Files.readAllLines(folder.resolve("findings.csv")))
        .hasSize(2)
        .last()
        .asString()
        .startsWith(
            "broken,dead,confirmed,2026-03-06,2026-03-13,8,false,0.99,40.0,0.00,mean-of-day,0,")
        .contains("It used almost nothing from 6 March to 13 March: 0 W on average.");
  }

  @Test
  void reads_gzip_whatever_the_name_and_mixed_devices_if_told_so() throws IOException {
    List<String> sound = fridge("sound", false, 1);
    List<String> broken = fridge("broken", true, 1);
    var text = new StringBuilder("device_id,timestamp,wh\n");
    for (int i = 0; i < sound.size(); i++) {
      text.append(sound.get(i)).append('\n').append(broken.get(i)).append('\n');
    }
    Path file = folder.resolve("devices");
    try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
      out.write(text.toString().getBytes(StandardCharsets.UTF_8));
    }

    run(file, null, true).run();

    assertThat(report()).isEqualTo(expected("broken"));
    assertThatThrownBy(() -> run(file, null, false).run())
        .isInstanceOf(BadInput.class)
        .hasMessageEndingWith(
            "line 4: sound appears again after other devices; sort the file by device, or say --interleaved");
  }

  @Test
  void adds_finer_intervals_to_hours() throws IOException {
    run(file(fridge("broken", true, 4)), null, false, Duration.ofMinutes(15), ZoneOffset.UTC).run();

    assertThat(report()).isEqualTo(expected("broken"));
  }

  @Test
  void judges_the_days_of_the_zone_it_is_told_also_when_the_clocks_change() throws IOException {
    ZoneId berlin = ZoneId.of("Europe/Berlin");

    run(file(fridge("broken", true, 1)), null, false, Duration.ofHours(1), berlin).run();

    // the dead days begin an hour after the local midnight: the first is not wholly dead
    assertThat(report()).hasSizeBetween(DEAD_UNTIL - DEAD_FROM, DEAD_UNTIL - DEAD_FROM + 2);
    assertThat(report()).contains("broken,2026-03-08,dead");
  }

  @Test
  void explains_a_day() throws IOException {
    var explained = new DetectOptions.Explained("broken", LocalDate.of(2026, 3, 8));
    DetectRun run = run(file(fridge("broken", true, 1)), explained, false);
    run.run();

    assertThat(run.story())
        .element(0)
        .isEqualTo("it used 0 Wh, 0 W on average, 0 W in its lowest hour");
    assertThat(run.story()).element(2).asString().startsWith("dead (confirmed, confidence 0.99");
    assertThat(run.story()).last().asString().startsWith("it is over after: ");
  }

  @Test
  void says_so_when_there_is_no_such_day_to_explain() throws IOException {
    var explained = new DetectOptions.Explained("kettle", LocalDate.of(2026, 3, 8));
    Path file = file(fridge("broken", true, 1));

    assertThatThrownBy(() -> run(file, explained, false).run())
        .isInstanceOf(BadInput.class)
        .hasMessageEndingWith("has no readings of kettle on 2026-03-08");
  }

  @Test
  void does_not_judge_a_day_of_which_an_hour_is_missing() throws IOException {
    List<String> lines = fridge("broken", true, 1);
    lines.remove(DEAD_FROM * 24 + 5);

    DetectSummary summary = run(file(lines), null, false).run();

    assertThat(report()).isNotEmpty().doesNotContain("broken,2026-03-06,dead");
    assertThat(summary.lines(1)).anyMatch(line -> line.endsWith("are known: 1 days"));
  }

  @Test
  void names_the_line_and_what_was_expected() throws IOException {
    assertThat(refusal("a,2026-01-05T01:00:00Z,12", "a,05.01.2026 02:00,12"))
        .endsWith(
            "line 3: expected a time such as 2026-03-01T13:00:00Z but found '05.01.2026 02:00'");
    assertThat(refusal("a,2026-01-05T01:10:00Z,12"))
        .endsWith(
            "line 2: 2026-01-05T01:10:00Z is not the end of an interval of PT1H; see --interval");
    assertThat(refusal("a,2026-01-05T01:00:00Z,twelve"))
        .endsWith("line 2: expected an energy in Wh but found 'twelve'");
    assertThat(refusal("a,2026-01-05T01:00:00Z"))
        .endsWith("line 2: expected at least 3 columns but found 2");
    assertThat(refusal(",2026-01-05T01:00:00Z,1")).endsWith("line 2: the device_id is empty");
    assertThat(refusal("a,2026-01-05T01:00:00Z,1", "a,2026-01-05T01:00:00Z,2"))
        .endsWith("line 3: a second value of a at 2026-01-05T01:00:00Z");
    assertThat(refusal("a,2026-01-06T01:00:00Z,1", "a,2026-01-05T01:00:00Z,2"))
        .endsWith(
            "line 3: 2026-01-05T01:00:00Z comes after readings of 2026-01-06; the days of a device must be in order");
  }

  private String refusal(String... lines) throws IOException {
    Path file = file(List.of(lines));
    try {
      run(file, null, false).run();
    } catch (BadInput e) {
      return String.valueOf(e.getMessage());
    }
    throw new AssertionError("nothing was refused");
  }

  @Test
  void leaves_no_report_behind_that_is_not_whole() throws IOException {
    String _ = refusal("a,2026-01-05T01:00:00Z,twelve");

    try (var files = Files.list(folder)) {
      assertThat(files).containsExactly(folder.resolve("devices.csv"));
    }
  }

  @Test
  void names_a_file_that_is_not_there_or_has_another_head() throws IOException {
    Path other = folder.resolve("other.csv");
    Files.writeString(other, "meter,time,value\n");

    assertThatThrownBy(() -> run(folder.resolve("none.csv"), null, false).run())
        .isInstanceOf(BadInput.class)
        .hasMessageEndingWith("none.csv: there is no such file");
    assertThatThrownBy(() -> run(other, null, false).run())
        .isInstanceOf(BadInput.class)
        .hasMessageEndingWith(
            "line 1: no column device_id; expected device_id,timestamp,wh but found meter,time,value");
  }

  @Test
  void shows_a_bar_on_a_terminal_and_a_plain_line_every_few_seconds_elsewhere() {
    assertThat(shown(true))
        .contains("\r[###############...............]  50 %  2 devices, 1,000 readings");
    assertThat(shown(false)).isEqualTo(" 50 %  2 devices, 1,000 readings" + System.lineSeparator());
  }

  private static String shown(boolean terminal) {
    var out = new ByteArrayOutputStream();
    long[] nanos = {0};
    var progress =
        new Progress(new PrintStream(out, false, StandardCharsets.UTF_8), terminal, () -> nanos[0]);
    progress.at(0.1, 1, 500);
    nanos[0] = Duration.ofSeconds(6).toNanos();
    progress.at(0.5, 2, 1000);
    return out.toString(StandardCharsets.UTF_8);
  }
}
