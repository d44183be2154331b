package org.meterhaus.command.repair;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.meterhaus.command.Refusal;
import picocli.CommandLine;

/** Two days of hours of one meter: 100 Wh each, the register of 05:00 lost, 07:00 twice. */
@DisplayName("meterhaus repair")
class RepairCommandTest {
  @TempDir private Path folder;

  private Path cases;

  @BeforeEach
  void write() throws IOException {
    cases = folder.resolve("cases");
    Path one = Files.createDirectories(cases.resolve("one"));
    Files.writeString(
        one.resolve("meters.csv"),
        """
        meter_id,step_s,utc_offset_h,register_modulus_wh,max_wh_per_interval,first,last
        M1,3600,1,1000000000,20000,2026-01-31T23:00:00Z,2026-02-02T23:00:00Z
        """);
    List<String> rows = new ArrayList<>(List.of("meter_id,timestamp,received_at,register_wh"));
    for (int hour = 0; hour <= 48; hour++) {
      String end =
          java.time.Instant.parse("2026-01-31T23:00:00Z").plusSeconds(hour * 3600L).toString();
      if (hour != 5) {
        rows.add("M1,%s,%s,%d".formatted(end, end, 5_000 + 100 * hour));
      }
      if (hour == 7) {
        rows.add("M1,%s,2026-02-03T00:00:00Z,%d".formatted(end, 900_000));
      }
    }
    Files.write(one.resolve("raw.csv"), rows);
  }

  private static int run(Path... arguments) {
    String[] words = new String[arguments.length];
    for (int i = 0; i < words.length; i++) {
      words[i] = arguments[i].toString();
    }
    return run(words);
  }

  private static int run(String... words) {
    return new CommandLine(new RepairCommand()).execute(words);
  }

  /** What a run that is refused says. */
  private static String refusal(String... words) {
    var said = new StringBuilder();
    new CommandLine(new RepairCommand())
        .setExecutionExceptionHandler((failure, _, _) -> {
          assertThat(failure).isInstanceOf(Refusal.class);
          said.append(failure.getMessage());
          return 2;
        })
        .execute(words);
    return said.toString();
  }

  @Test
  void writes_every_interval_with_its_quality_and_the_figures_of_days_and_months()
      throws IOException {
    Path out = folder.resolve("out");

    int code = run("--cases", cases.toString(), "--out", out.toString(), "--aggregates");

    assertThat(code).isZero();
    List<String> clean = Files.readAllLines(out.resolve("one.csv"));
    assertThat(clean).hasSize(49).startsWith("meter_id,timestamp,value,quality");
    assertThat(clean).contains("M1,2026-02-01T06:00:00Z,100,A");
    assertThat(clean)
        .contains(
            "M1,2026-02-01T04:00:00Z,100,E:register-scaled",
            "M1,2026-02-01T05:00:00Z,100,S:register-scaled");
    assertThat(Files.readAllLines(out.resolve("one.aggregates.csv")))
        .containsExactly(
            "meter_id,period,from,count,sum_wh,min_wh,max_wh,avg_wh,estimated",
            "M1,day,2026-02-01,24,2400,100,100,100,2",
            "M1,day,2026-02-02,24,2400,100,100,100,0",
            "M1,month,2026-02-01,48,4800,100,100,100,2");
    try (Stream<Path> files = Files.list(out)) {
      assertThat(files).noneMatch(file -> file.toString().endsWith(".part"));
    }
  }

  @Test
  void takes_single_files_and_gzips_what_is_named_so() throws IOException {
    Path one = cases.resolve("one");
    Path clean = folder.resolve("clean.csv.gz");

    int code =
        run(
            Path.of("--in"),
            one.resolve("raw.csv"),
            Path.of("--meters"),
            one.resolve("meters.csv"),
            Path.of("--out"),
            clean,
            Path.of("--live"));

    assertThat(code).isZero();
    try (CsvReader rows = CsvReader.open(clean)) {
      int count = 0;
      while (rows.next()) {
        assertThat(rows.integer(rows.column("value"))).isEqualTo(100);
        count++;
      }
      assertThat(count).isEqualTo(48);
    }
  }

  @Test
  void says_in_one_line_what_is_wrong_and_where() throws IOException {
    Path raw = cases.resolve("one/raw.csv");
    Files.writeString(raw, "meter_id,timestamp,register_wh\nM1,2026-02-01T04:00:00Z,12x\n");

    assertThat(refusal("--cases", cases.toString(), "--out", folder.toString()))
        .endsWith("raw.csv line 2 has '12x' in register_wh, where a whole number was expected");

    Files.writeString(raw, "meter_id,timestamp,register_wh\nM2,2026-02-01T04:00:00Z,12\n");
    assertThat(refusal("--cases", cases.toString(), "--out", folder.toString()))
        .endsWith("line 2 has the meter 'M2', which meters.csv does not know");
    assertThat(refusal("--out", folder.toString())).startsWith("say either --cases DIR");
    assertThat(folder.resolve("one.csv")).doesNotExist();
  }

  @Test
  void tells_the_story_of_one_value_and_names_the_file_it_is_from() {
    Path one = cases.resolve("one");

    String told =
        told(
            "--in",
            one.resolve("raw.csv").toString(),
            "--meters",
            one.resolve("meters.csv").toString(),
            "--explain",
            "M1,2026-02-01T04:00:00Z");

    assertThat(told)
        .startsWith("raw, meter M1, interval from 2026-02-01T03:00:00Z to 2026-02-01T04:00:00Z")
        .contains("value: 100 Wh; estimated; with the other intervals of its gap");
  }

  @Test
  void holds_power_against_energy_takes_late_rows_and_knows_classes_of_channels()
      throws IOException {
    Path meters = folder.resolve("m.csv");
    Files.writeString(
        meters,
        """
        meter_id,step_s,utc_offset_h,register_modulus_wh,max_wh_per_interval,first,last,class
        M1,3600,0,0,20000,2026-02-01T00:00:00Z,2026-02-01T06:00:00Z,appliance
        """);
    Path raw = folder.resolve("raw.csv");
    Files.writeString(
        raw,
        """
        meter_id,timestamp,received_at,interval_wh,power_w
        M1,2026-02-01T01:00:00Z,2026-02-01T01:05:00Z,100,100
        M1,2026-02-01T02:00:03Z,2026-02-01T02:05:00Z,100,
        M1,2026-02-01T03:00:00Z,2026-02-01T03:05:00Z,100,190
        M1,2026-02-01T03:20:00Z,2026-02-01T03:25:00Z,100,
        M1,2026-02-01T04:00:00Z,2026-02-01T04:05:00Z,100,100
        """);

    String told =
        told(
            "--in",
            raw.toString(),
            "--meters",
            meters.toString(),
            "--out",
            folder.resolve("clean.csv").toString());

    assertThat(told)
        .contains("4 measured", "2 missing")
        .contains("noticed: off-time 1, off-grid 1, against-power 1")
        .contains("rows off the grid or outside the span: 1");
    Files.writeString(meters, Files.readString(meters).replace("appliance", "kettle"));
    assertThat(
            refusal(
                "--in", raw.toString(), "--meters", meters.toString(), "--out", folder.toString()))
        .contains("'kettle'", "main, sub-meter, appliance");
  }

  private static String told(String... words) {
    PrintStream before = System.out;
    var out = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      assertThat(run(words)).isZero();
    } finally {
      System.setOut(before);
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
