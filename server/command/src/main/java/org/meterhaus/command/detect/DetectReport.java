package org.meterhaus.command.detect;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.Collection;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.meterhaus.processing.detect.FaultRule;
import org.meterhaus.processing.detect.Finding;
import org.meterhaus.processing.detect.FindingText;

/**
 * The files that are written: the report, a line a faulty day, and the findings with all they rest
 * on. Not thread-safe.
 */
final class DetectReport implements AutoCloseable {
  private final Path reportPath;
  private final @Nullable Path findingsPath;
  private final PrintWriter report;
  private final @Nullable PrintWriter findings;
  private boolean complete;

  /**
   * @param findings null: no such file is wanted
   * @throws BadInput if a file cannot be written
   */
  DetectReport(Path report, @Nullable Path findings) {
    this.reportPath = report;
    this.findingsPath = findings;
    this.report = writer(part(report));
    this.findings = findings == null ? null : writer(part(findings));
    this.report.println("device_id,date,fault");
    if (this.findings != null) {
      this.findings.println(
          "device_id,rule,state,first_day,last_day,days,ongoing,confidence,score,amount,"
              + "measure,observed_w,expected_low_w,expected_high_w,explanation,clears");
    }
  }

  /** What is written under another name until it is whole. */
  private static Path part(Path path) {
    return path.resolveSibling(path.getFileName() + ".part");
  }

  /** All has been written: closing gives the files their names. Without it they vanish. */
  void complete() {
    complete = true;
  }

  private static PrintWriter writer(Path path) {
    try {
      BufferedWriter writer = Files.newBufferedWriter(path, StandardCharsets.UTF_8);
      return new PrintWriter(writer) {
        @Override
        public void println(String line) {
          // the same bytes on every system
          print(line);
          print('\n');
        }
      };
    } catch (IOException e) {
      throw new BadInput("cannot write " + path + ": " + e, e);
    }
  }

  /**
   * @param judged days of the device that were judged, for the days of the runs
   */
  void write(String device, Collection<Finding> found, Collection<LocalDate> judged) {
    for (Finding finding : found) {
      if (finding.state() == Finding.State.CONFIRMED && isOfReport(finding.rule())) {
        judged.stream()
            .filter(day -> finding.overlaps(day, day))
            .forEach(day -> report.println(device + "," + day + "," + code(finding.rule())));
      }
      if (findings != null) {
        findings.println(line(device, finding));
      }
    }
  }

  /** What the report's form has a word for; the others are in the findings. */
  private static boolean isOfReport(FaultRule rule) {
    return switch (rule) {
      case STUCK_ON, DEAD, DEGRADED, STANDBY -> true;
      case MISSING, INRUSH -> false;
    };
  }

  static String code(FaultRule rule) {
    return rule.wireName().replace('-', '_');
  }

  private static String line(String device, Finding finding) {
    return String.format(
        Locale.ROOT,
        "%s,%s,%s,%s,%s,%d,%s,%.2f,%.1f,%.2f,%s,%d,%d,%d,\"%s\",\"%s\"",
        device,
        code(finding.rule()),
        finding.state().name().toLowerCase(Locale.ROOT),
        finding.first(),
        finding.last(),
        finding.days(),
        finding.ongoing(),
        finding.confidence(),
        finding.score(),
        finding.amount(),
        finding.measure().wireName(),
        finding.observedW(),
        finding.band().lowW(),
        finding.band().highW(),
        FindingText.explanation(finding),
        FindingText.clears(finding));
  }

  /**
   * @throws UncheckedIOException if not all could be written
   */
  @Override
  public void close() {
    report.close();
    boolean failed = report.checkError();
    if (findings != null) {
      findings.close();
      failed |= findings.checkError();
    }
    try {
      if (failed) {
        throw new IOException("the report could not be written in full");
      }
      end(reportPath);
      if (findingsPath != null) {
        end(findingsPath);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void end(Path path) throws IOException {
    if (complete) {
      Files.move(part(path), path, StandardCopyOption.REPLACE_EXISTING);
    } else {
      Files.deleteIfExists(part(path));
    }
  }
}
