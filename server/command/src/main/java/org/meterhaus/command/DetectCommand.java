package org.meterhaus.command;

import java.io.Console;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.meterhaus.command.detect.BadInput;
import org.meterhaus.command.detect.DetectOptions;
import org.meterhaus.command.detect.DetectRun;
import org.meterhaus.command.detect.DetectSummary;
import org.meterhaus.command.detect.Progress;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Looks for faults of devices in a file. */
@Command(
    name = "detect",
    description = "Looks for faults of appliances in a file of their energy.",
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "The file is CSV, or CSV in gzip, with the columns device_id,timestamp,wh: the energy of an interval "
          + "that ENDS at timestamp (2026-03-01T13:00:00Z). The first 42 whole days of each device say what is "
          + "usual. The report has the columns device_id,date,fault with the faults stuck_on, dead, degraded and "
          + "standby. How they are found: docs/device-faults.md."
    })
final class DetectCommand implements Callable<Integer> {
  private static final double NANOS = 1e9;

  @Option(names = "--devices", required = true, paramLabel = "FILE", description = "The readings.")
  @SuppressWarnings("NullAway.Init") // required, so picocli sets it
  private Path devices;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "The report to write: a line for each faulty day of a device.")
  @SuppressWarnings("NullAway.Init") // required, so picocli sets it
  private Path out;

  @Option(
      names = "--findings",
      paramLabel = "FILE",
      description = "Also write the findings: rule, evidence, expected band, confidence.")
  private @Nullable Path findings;

  @Option(
      names = "--explain",
      paramLabel = "DEVICE,DATE",
      description = "Also say what was found on that day of that device, and why.")
  private @Nullable String explain;

  @Option(
      names = "--zone",
      paramLabel = "ZONE",
      defaultValue = "UTC",
      description = "Time zone whose days are judged (default: ${DEFAULT-VALUE}).")
  @SuppressWarnings("NullAway.Init") // has a default
  private String zone;

  @Option(
      names = "--interval",
      paramLabel = "DURATION",
      defaultValue = "PT1H",
      description = "Length of the file's intervals, such as PT15M (default: ${DEFAULT-VALUE}).")
  @SuppressWarnings("NullAway.Init") // has a default
  private Duration interval;

  @Option(
      names = "--interleaved",
      description = "The rows of the devices are mixed: keep all devices in memory.")
  private boolean interleaved;

  @Override
  public Integer call() {
    long started = System.nanoTime();
    boolean terminal = isTerminal();
    try {
      DetectRun run =
          new DetectRun(options(), new Progress(System.err, terminal, System::nanoTime));
      DetectSummary summary = run.run();
      run.story().forEach(System.out::println);
      summary.lines((System.nanoTime() - started) / NANOS).forEach(System.out::println);
      System.out.println("report: " + out);
      return 0;
    } catch (BadInput e) {
      throw new Refusal(String.valueOf(e.getMessage()), e);
    }
  }

  /** There is no console where nobody sits. */
  private static boolean isTerminal() {
    return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
  }

  private DetectOptions options() {
    try {
      return new DetectOptions(
          devices, out, findings, ZoneId.of(zone), interval, interleaved, explained());
    } catch (DateTimeException e) {
      throw new Refusal("--zone " + zone + " is not known, such as Europe/Berlin", e);
    }
  }

  private DetectOptions.@Nullable Explained explained() {
    if (explain == null) {
      return null;
    }
    int comma = explain.lastIndexOf(',');
    try {
      return new DetectOptions.Explained(
          explain.substring(0, Math.max(0, comma)), LocalDate.parse(explain.substring(comma + 1)));
    } catch (DateTimeException e) {
      throw new Refusal(
          "--explain needs a device and a day, such as A-01-kettle,2026-03-01, but was " + explain,
          e);
    }
  }
}
