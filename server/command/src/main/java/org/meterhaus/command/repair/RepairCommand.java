package org.meterhaus.command.repair;

import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.meterhaus.command.Refusal;
import org.meterhaus.db.blocks.Quality;
import org.meterhaus.processing.vee.Noted;
import org.meterhaus.processing.vee.RepairedSeries;
import org.meterhaus.processing.vee.Rules;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The rules of processing on files instead of the database. */
@Command(
    name = "repair",
    description = {
      "Repairs interval data in files: fills gaps, rejects what cannot be, and says of each value how it came to be.",
      "It moves what a wrong clock displaced, removes duplicates, rejects what the registers or the meter's own "
          + "history contradict, and fills gaps. Nothing measured is altered.",
      "",
      "raw.csv: meter_id,timestamp,received_at and interval_wh, register_wh or both, and power_w if the meter reports its "
          + "average power; a timestamp is the END of its interval.",
      "meters.csv: meter_id,step_s,utc_offset_h,register_modulus_wh,max_wh_per_interval,first,last and, if there, "
          + "class: main, sub-meter or appliance. What is repaired ends after first, and at or before last.",
      "registers.csv: meter_id,timestamp,register_wh. All may end in .gz.",
      "Result: meter_id,timestamp,value,quality. A: as the meter said; S: a received value was rejected and "
          + "replaced; E: estimated, nothing was received; M: the meter's value moved to another time. "
          + "The rule follows."
    },
    mixinStandardHelpOptions = true)
public final class RepairCommand implements Callable<Integer> {
  @Option(
      names = "--cases",
      paramLabel = "DIR",
      description = "Folder with one folder for each scenario.")
  private @Nullable Path cases;

  @Option(
      names = "--scenarios",
      split = ",",
      paramLabel = "NAME",
      description = "Only these, separated by commas.")
  private List<String> scenarios = new ArrayList<>();

  @Option(
      names = "--in",
      paramLabel = "FILE",
      description = "One file of rows, instead of --cases.")
  private @Nullable Path in;

  @Option(names = "--meters", paramLabel = "FILE", description = "Its meters.csv.")
  private @Nullable Path meters;

  @Option(names = "--registers", paramLabel = "FILE", description = "Its registers.csv, if any.")
  private @Nullable Path registers;

  @Option(
      names = "--out",
      paramLabel = "PATH",
      description = "Folder for the results; with --in the file.")
  private @Nullable Path out;

  @Option(
      names = "--aggregates",
      description = "Also write count, sum, min, max, mean of the local days and months.")
  private boolean aggregates;

  @Option(
      names = "--live",
      description =
          "Use only what had arrived by then: the rules of the running system, nothing from after a gap.")
  private boolean live;

  @Option(
      names = "--rules",
      paramLabel = "NAME",
      description = "simple, live or final (the default).")
  private @Nullable String rulesName;

  @Option(
      names = "--explain",
      paramLabel = "METER,TIME",
      description =
          "Tell how the value of the interval that ends at TIME came to be; writes no files.")
  private @Nullable String explain;

  @Override
  public Integer call() throws IOException {
    Rules rules = rules();
    List<CaseFiles> files = files();
    PrintStream console = System.out;
    if (explain != null) {
      for (CaseFiles one : files) {
        explain(one, rules, console);
      }
      return 0;
    }
    var progress = new Progress(System.err, isTerminal());
    var all = new Tally();
    for (CaseFiles one : files) {
      Tally tally = repair(one, rules, progress);
      progress.clear();
      console.println(tally.line(one.name()));
      all.take(tally);
    }
    if (files.size() > 1) {
      console.println(all.line("all"));
    }
    console.println(all.details());
    return 0;
  }

  private static boolean isTerminal() {
    return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
  }

  private Rules rules() {
    if (rulesName == null) {
      return live ? Rules.LIVE : Rules.FINAL;
    }
    String name = rulesName;
    return Rules.named(name)
        .orElseThrow(() ->
            new Refusal("there are no rules '%s': choose simple, live or final".formatted(name)));
  }

  private List<CaseFiles> files() throws IOException {
    if ((cases == null) == (in == null)) {
      throw new Refusal("say either --cases DIR or --in FILE --meters FILE");
    }
    if (out == null && explain == null) {
      throw new Refusal("say where the results go: --out");
    }
    Path target = out == null ? Path.of(".") : out;
    if (in != null) {
      if (meters == null) {
        throw new Refusal("--in needs --meters FILE, the intervals and limits of its meters");
      }
      Path named = out == null ? in : target;
      String name = String.valueOf(named.getFileName()).replaceFirst("\\.csv(\\.gz)?$", "");
      return List.of(
          new CaseFiles(
              name,
              in,
              meters,
              Optional.ofNullable(registers),
              target,
              aggregates
                  ? Optional.of(target.resolveSibling(name + ".aggregates.csv"))
                  : Optional.empty()));
    }
    Path folder = Objects.requireNonNull(cases);
    if (!Files.isDirectory(folder)) {
      throw new Refusal("there is no folder %s".formatted(folder));
    }
    if (explain == null) {
      Files.createDirectories(target);
    }
    List<CaseFiles> found = new ArrayList<>();
    try (Stream<Path> folders = Files.list(folder)) {
      for (Path each : folders.filter(RepairCommand::isCase).sorted().toList()) {
        String name = String.valueOf(each.getFileName());
        if (scenarios.isEmpty() || scenarios.contains(name)) {
          found.add(CaseFiles.in(each, target, aggregates));
        }
      }
    }
    if (found.isEmpty()) {
      throw new Refusal("%s has no folder with a meters.csv in it".formatted(folder));
    }
    return found;
  }

  private static boolean isCase(Path folder) {
    return Files.isRegularFile(folder.resolve("meters.csv"));
  }

  private static Tally repair(CaseFiles files, Rules rules, Progress progress) throws IOException {
    Map<String, FileMeter> all = CaseReader.read(files);
    var tally = new Tally();
    var figures = new TreeMap<String, PeriodFigures>();
    try (CsvWriter clean = CsvWriter.create(files.clean(), "meter_id,timestamp,value,quality")) {
      for (FileMeter meter : all.values()) {
        progress.show(files.name(), tally.meters(), all.size());
        boolean[] received = meter.series().received();
        long begin = processorNanos();
        RepairedSeries repaired = meter.series().repair(rules);
        PeriodFigures periods = PeriodFigures.of(meter, repaired);
        tally.take(meter, repaired, processorNanos() - begin);
        figures.put(meter.id(), periods);
        write(meter, repaired, received, clean);
      }
      clean.complete();
    }
    if (files.aggregates().isPresent()) {
      try (CsvWriter file = CsvWriter.create(files.aggregates().get(), PeriodFigures.HEADER)) {
        for (var entry : figures.entrySet()) {
          entry.getValue().write(Objects.requireNonNull(all.get(entry.getKey())), file);
        }
        file.complete();
      }
    }
    progress.show(files.name(), all.size(), all.size());
    return tally;
  }

  /** Processor time of this thread: what else the machine does is not counted. */
  private static long processorNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static void write(
      FileMeter meter, RepairedSeries repaired, boolean[] received, CsvWriter clean)
      throws IOException {
    for (int slot = 0; slot < meter.count(); slot++) {
      Quality quality = repaired.quality(slot);
      if (quality == Quality.MISSING) {
        continue;
      }
      clean
          .text(meter.id())
          .time(meter.end(slot))
          .integer(repaired.wh(slot))
          .text(letter(quality, received[slot]));
      clean.endRow();
    }
  }

  private static String letter(Quality quality, boolean received) {
    return switch (quality) {
      case MEASURED -> "A";
      case MOVED -> "M:clock-shift";
      default -> (received ? "S:" : "E:") + quality.rule().orElse(quality.wire());
    };
  }

  // ---------------------------------------------------------------- the story of one value

  private void explain(CaseFiles files, Rules rules, PrintStream console) throws IOException {
    String[] words = Objects.requireNonNull(explain).split(",", -1);
    if (words.length != 2) {
      throw new Refusal("--explain needs METER,TIME such as M1,2012-06-01T10:30:00Z");
    }
    long end;
    try {
      end = Instant.parse(words[1]).getEpochSecond();
    } catch (DateTimeException e) {
      throw new Refusal("'%s' is not a time such as 2012-06-01T10:30:00Z".formatted(words[1]), e);
    }
    FileMeter meter = CaseReader.read(files).get(words[0]);
    if (meter == null) {
      throw new Refusal("%s has no meter '%s'".formatted(files.meters(), words[0]));
    }
    long step = meter.step().toSeconds();
    long slot = Math.floorDiv(end - meter.end(0), step);
    if (slot < 0 || slot >= meter.count() || Math.floorMod(end - meter.end(0), step) != 0) {
      throw new Refusal(
          "no interval of %s ends at %s: they end every %d s from %s to %s"
              .formatted(
                  words[0],
                  words[1],
                  step,
                  Instant.ofEpochSecond(meter.end(0)),
                  Instant.ofEpochSecond(meter.end(meter.count() - 1))));
    }
    console.println(new Story(meter, (int) slot, rules).tell(files.name()));
  }

  /** The words for a quality. */
  static String words(Quality quality) {
    return switch (quality) {
      case MEASURED -> "as the meter said";
      case MOVED -> "as the meter said, moved to the right time";
      case REGISTER_DIFFERENCE -> "exact, from the register on both sides";
      case REGISTER_SCALED ->
          "estimated; with the other intervals of its gap it makes exactly the register's advance";
      case SIMILAR_DAYS -> "estimated from alike stretches or days of this meter";
      case MISSING -> "no value: no rule had anything to go by";
      default -> quality.wire() + " by " + quality.rule().orElse("somebody");
    };
  }

  /** The notes that touch an interval. */
  static List<Noted> about(RepairedSeries repaired, int slot) {
    return repaired.notes().stream()
        .filter(noted -> noted.firstSlot() <= slot && slot < noted.firstSlot() + noted.slots())
        .toList();
  }
}
