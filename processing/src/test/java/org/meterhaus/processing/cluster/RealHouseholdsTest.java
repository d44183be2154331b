package org.meterhaus.processing.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.meterhaus.db.blocks.DayBlock;
import org.meterhaus.db.blocks.Quality;
import org.meterhaus.processing.cluster.Grouping.Found;
import org.meterhaus.processing.cluster.Grouping.Group;

/**
 * The households of {@code samples/recordings}, and with {@code -Dhouseholds=DIR} those of a folder
 * of {@code meter_id,ts_utc,kwh} files. Prints what comes out: docs/clustering.md says how to read
 * it.
 */
@DisplayName("Real households")
class RealHouseholdsTest {
  private static final ClusterRules RULES = ClusterRules.defaults();

  /** SGSC is from New South Wales; its standard time. */
  private static final ZoneOffset SYDNEY = ZoneOffset.ofHours(10);

  private static final int SLOTS = 48;

  @Test
  void of_the_sample_building_fall_into_groups() throws IOException {
    List<Household> households = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of("../samples/recordings"))) {
      for (Path file : files.sorted().toList()) {
        Optional<LoadShape.Use> use = recording(file);
        use.ifPresent(known -> households.add(new Household(name(file), known)));
      }
    }

    Found found = (Found) Clustering.of(households, RULES);
    print("samples/recordings, their last four weeks", households, found);

    assertThat(households).hasSizeGreaterThan(25);
    assertThat(found.groups()).hasSizeBetween(1, 6);
    assertThat(found.groups()).allMatch(group -> group.members().size() >= 5);
    assertThat(found.groups()).extracting(Group::words).doesNotHaveDuplicates();
  }

  /** Each household once for every four weeks of its year: many more to group. */
  @Test
  void of_a_folder_fall_into_groups() throws IOException {
    Optional<Path> folder = Optional.ofNullable(System.getProperty("households")).map(Path::of);
    org.junit.jupiter.api.Assumptions.assumeTrue(folder.isPresent(), "-Dhouseholds=DIR not given");
    List<Household> households = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder.orElseThrow())) {
      for (Path file : files.sorted().toList()) {
        households.addAll(spans(file));
      }
    }

    Found found = (Found) Clustering.of(households, RULES);
    print(folder.orElseThrow() + ", every four weeks", households, found);

    assertThat(found.groups()).allMatch(group -> group.members().size() >= 5);
  }

  private static String name(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.substring(0, name.indexOf('.'));
  }

  private static Optional<LoadShape.Use> recording(Path file) throws IOException {
    var days = new TreeMap<LocalDate, DayBlock>();
    for (String line : Files.readAllLines(file)) {
      String[] cells = line.split(",", -1);
      if (line.startsWith("#") || !cells[1].equals("0")) {
        continue;
      }
      int[] wh = Arrays.stream(cells, 2, cells.length).mapToInt(Integer::parseInt).toArray();
      days.put(LocalDate.parse(cells[0]), Days.measured(LocalDate.parse(cells[0]), wh));
    }
    List<DayBlock> last = List.copyOf(days.values());
    last = last.subList(Math.max(0, last.size() - RULES.spanDays()), last.size());
    return LoadShape.of(last, 86_400 / last.getFirst().values().size(), RULES);
  }

  private static List<Household> spans(Path file) throws IOException {
    var days = new TreeMap<LocalDate, int[]>();
    var quality = new TreeMap<LocalDate, byte[]>();
    try (var in =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      for (String line : in.lines().skip(1).toList()) {
        String[] cells = line.split(",", -1);
        OffsetDateTime at = Instant.parse(cells[1]).atOffset(SYDNEY);
        if (cells[2].isEmpty()) {
          continue;
        }
        int slot = at.getHour() * 2 + at.getMinute() / 30;
        LocalDate day = at.toLocalDate();
        days.computeIfAbsent(day, _ -> new int[SLOTS])[slot] =
            (int) Math.round(Double.parseDouble(cells[2]) * 1000);
        quality.computeIfAbsent(day, _ -> missing())[slot] = Quality.MEASURED.code();
      }
    }
    List<Household> found = new ArrayList<>();
    LocalDate from = days.firstKey();
    for (; !from.plusDays(28).isAfter(days.lastKey()); from = from.plusDays(28)) {
      List<DayBlock> blocks = new ArrayList<>();
      days.subMap(from, from.plusDays(28))
          .forEach((day, wh) -> blocks.add(Days.of(day, wh, quality.getOrDefault(day, missing()))));
      String id = name(file) + "@" + from;
      LoadShape.of(blocks, 1800, RULES).ifPresent(use -> found.add(new Household(id, use)));
    }
    return found;
  }

  private static byte[] missing() {
    byte[] missing = new byte[SLOTS];
    Arrays.fill(missing, Quality.MISSING.code());
    return missing;
  }

  private static void print(String what, List<Household> households, Found found) {
    Map<String, Household> byId = new TreeMap<>();
    households.forEach(household -> byId.put(household.usagePoint(), household));
    var out = new StringBuilder();
    out.append(
        "%n%s: %d households, silhouette by k %s%n"
            .formatted(what, households.size(), rounded(found)));
    for (Group group : found.groups()) {
      out.append(
          "group %d, %d members, %.1f kWh a day (quartiles %.1f to %.1f): %s%n"
              .formatted(
                  group.number(),
                  group.members().size(),
                  group.dailyWh().median() / 1e3,
                  group.dailyWh().lower() / 1e3,
                  group.dailyWh().upper() / 1e3,
                  group.words()));
      for (boolean weekend : new boolean[] {false, true}) {
        out.append(weekend ? "  Sat/Sun " : "  Mon-Fri ");
        for (int hour = 0; hour < 24; hour++) {
          out.append("%3.0f".formatted(100 * group.centroid().share(weekend, hour)));
        }
        out.append("  % of the day\n");
      }
    }
    System.out.print(out);
  }

  private static String rounded(Found found) {
    var text = new StringBuilder();
    found
        .silhouettes()
        .forEach((k, value) -> text.append(String.format(Locale.ROOT, "%d: %.3f  ", k, value)));
    return text.toString().strip();
  }
}
