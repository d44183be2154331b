package org.meterhaus.meters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A recording")
class RecordingTest {
  private static final ZoneOffset BERLIN_WINTER = ZoneOffset.ofHours(1);
  private static final Duration HALF_HOUR = Duration.ofMinutes(30);

  /** A week whose value is the number of its half hour, counted from Monday 00:00. */
  private static Recording countingWeek(LocalDate firstDay) {
    int dayOfWeek = firstDay.getDayOfWeek().getValue() - 1;
    int[] values = IntStream.range(0, 336).map(i -> (i + 48 * dayOfWeek) % 336).toArray();
    return new Recording(
        "counting",
        HALF_HOUR,
        firstDay,
        List.of("main"),
        "none",
        new int[][] {values},
        BERLIN_WINTER);
  }

  @Test
  void plays_monday_midnight_at_monday_midnight_of_the_buildings_standard_time() {
    Recording week = countingWeek(LocalDate.of(2012, 6, 4));

    assertThat(week.energyWh(0, Instant.parse("2026-11-15T23:00:00Z"))).isZero();
    assertThat(week.energyWh(0, Instant.parse("2026-11-16T11:00:00Z"))).isEqualTo(24);
    assertThat(week.energyWh(0, Instant.parse("2026-11-15T22:30:00Z"))).isEqualTo(335);
    assertThat(week.energyWh(0, Instant.parse("2026-07-05T23:00:00Z")))
        .describedAs("summer: the recording stays on standard time")
        .isZero();
  }

  @Test
  void that_begins_on_another_day_is_moved_by_whole_weeks_all_the_same() {
    Recording fromThursday = countingWeek(LocalDate.of(2017, 6, 8));

    assertThat(fromThursday.energyWh(0, Instant.parse("2026-11-15T23:00:00Z"))).isZero();
    assertThat(fromThursday.energyWh(0, Instant.parse("2026-11-18T23:00:00Z"))).isEqualTo(3 * 48);
  }

  @Test
  void is_the_same_again_after_its_length_before_and_after_its_origin() {
    Recording week = countingWeek(LocalDate.of(2012, 6, 4));
    Instant now = Instant.parse("2026-11-16T11:00:00Z");

    assertThat(week.energyWh(0, now.plus(week.length()))).isEqualTo(24);
    assertThat(week.energyWh(0, now.minus(week.length().multipliedBy(1000)))).isEqualTo(24);
  }

  @Test
  void has_a_register_that_is_the_sum_of_its_intervals() {
    Recording week = countingWeek(LocalDate.of(2012, 6, 4));
    Instant from = Instant.parse("2026-11-10T08:30:00Z");
    long sumWh = 0;
    Instant to = from;
    for (int i = 0; i < 1000; i++, to = to.plus(HALF_HOUR)) {
      sumWh += week.energyWh(0, to);
    }

    assertThat(week.registerWh(0, to) - week.registerWh(0, from)).isEqualTo(sumWh);
    assertThat(week.energyWh(0, from, to)).isEqualTo(sumWh);
  }

  /** Reads the file's lines here once more, so that no slip in the parser can hide. */
  @ParameterizedTest
  @CsvSource({"SGSC_10006414, 0, 30", "REFIT_House2, 3, 15", "IDEAL_House65, 1, 15"})
  void of_the_sample_plays_what_its_file_says(String id, int channel, int minutes)
      throws IOException {
    Path file = SampleBuilding.DIRECTORY.resolve("recordings").resolve(id + ".csv");
    Recording recording = Recording.read(file, BERLIN_WINTER);
    List<String[]> lines =
        Files.readAllLines(file).stream()
            .filter(line -> !line.startsWith("#"))
            .map(line -> line.split(","))
            .filter(cells -> cells[1].equals(String.valueOf(channel)))
            .toList();

    // Whole weeks from the first recorded day to the same weekday in the week of 2024-01-01.
    LocalDate firstDay = LocalDate.parse(lines.getFirst()[0]);
    long weeks = (LocalDate.of(2024, 1, 7).toEpochDay() - firstDay.toEpochDay()) / 7;

    for (String[] cells : lines) {
      Instant day =
          LocalDate.parse(cells[0]).plusWeeks(weeks).atStartOfDay().toInstant(BERLIN_WINTER);
      for (int i = 2; i < cells.length; i++) {
        Instant start = day.plus(Duration.ofMinutes((long) minutes * (i - 2)));
        assertThat(recording.energyWh(channel, start)).isEqualTo(Integer.parseInt(cells[i]));
      }
    }
  }

  @Test
  void refuses_a_moment_that_is_no_boundary_and_a_channel_it_has_not() {
    Recording week = countingWeek(LocalDate.of(2012, 6, 4));

    assertThatThrownBy(() -> week.energyWh(0, Instant.parse("2026-11-16T11:10:00Z")))
        .hasMessageContaining("multiple of PT30M");
    assertThatThrownBy(() -> week.energyWh(1, Instant.parse("2026-11-16T11:00:00Z")))
        .hasMessageContaining("channel must be 0..0 but was 1");
  }

  @ParameterizedTest(name = "{3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1 | # format: meterhaus-recording-2 | line 1: format must be meterhaus-recording-1 | format
          5 | # weeks: 2 | there must be 14 lines of values but there were 7 | weeks
          8 | 2012-06-04,0,1,2 | line 8: values must be 48 but were 2 | short line
          9 | 2012-06-06,0,@ | line 9: the line must begin with 2012-06-05,0, | hole
          9 | 2012-06-05,1,@ | line 9: the line must begin with 2012-06-05,0, | channel
          9 | 2012-06-05,0,@, | line 9: value 48 must be a whole number of Wh | comma
          9 | 2012-06-05,0,@,1 | line 9: values must be 48 but were 49 | long line
          9 | 2012-06-05,0, | line 9: value 0 must be a whole number of Wh | no values
          9 | 2012-06-05,0,x@ | line 9: value 0 must be a whole number of Wh | letter
          9 | 2012-06-05,0,-@ | line 9: value 0 must be a whole number of Wh | negative
          """)
  void file_that_breaks_the_format_is_refused_with_line_and_reason(
      int line, String text, String message, String name, @TempDir Path directory)
      throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("# format: meterhaus-recording-1");
    lines.add("# recording: " + "R");
    lines.add("# licence: none");
    lines.add("# interval: PT30M");
    lines.add("# weeks: 1");
    lines.add("# channels: main");
    lines.add("# line: day, channel, values");
    String day = "1" + ",1".repeat(47);
    for (int i = 4; i < 11; i++) {
      lines.add("2012-06-%02d,0,%s".formatted(i, day));
    }
    Path file = directory.resolve("R.csv");
    Files.write(file, lines);
    assertThat(Recording.read(file, BERLIN_WINTER).largestWh(0)).isEqualTo(1);

    lines.set(line - 1, text.replace("@", day));
    Files.write(file, lines);

    assertThatThrownBy(() -> Recording.read(file, BERLIN_WINTER))
        .describedAs(name)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("R.csv")
        .hasMessageContaining(message);
  }

  @Test
  void whose_appliances_use_more_than_the_home_is_refused() {
    int[] main = new int[336];
    int[] kettle = new int[336];
    kettle[7] = 1;

    assertThatThrownBy(() ->
            new Recording(
                "R",
                HALF_HOUR,
                LocalDate.of(2012, 6, 4),
                List.of("main", "kettle"),
                "none",
                new int[][] {main, kettle},
                BERLIN_WINTER))
        .hasMessageContaining("at least its appliances' 1 Wh but was 0 in interval 7");
  }
}
