package org.meterhaus.command.detect;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.meterhaus.processing.detect.DetectionConfig;
import org.meterhaus.processing.detect.DeviceDay;
import org.meterhaus.processing.detect.DeviceHistory;
import org.meterhaus.processing.detect.Finding;
import org.meterhaus.processing.detect.FindingText;
import org.meterhaus.processing.detect.Thresholds;

/** One device of a file while its rows are read. Not thread-safe. */
final class WatchedFile {
  private final String device;
  private final DayCollector collector;
  private final DeviceHistory history;
  private final DetectReport report;
  private final DetectSummary summary;
  private final DetectOptions.@Nullable Explained explained;
  private final TreeSet<LocalDate> judged = new TreeSet<>();
  private final List<String> story = new ArrayList<>();
  private boolean hasConfirmed;

  WatchedFile(String device, DetectOptions options, DetectReport report, DetectSummary summary) {
    DetectionConfig config = DetectionConfig.standard();
    this.device = device;
    this.collector = new DayCollector(options.zone(), options.interval());
    this.history = new DeviceHistory(config, Thresholds.standard(config));
    this.report = report;
    this.summary = summary;
    DetectOptions.Explained asked = options.explained();
    this.explained = asked != null && asked.device().equals(device) ? asked : null;
  }

  /**
   * @throws BadInput if the row's day is over, or its interval has a value already
   */
  void add(DeviceFile file, DeviceFile.Row row) {
    LocalDate day = collector.dateOf(row.end());
    LocalDate open = collector.date();
    if (open == null || day.isAfter(open)) {
      endDay();
      collector.begin(day);
    } else if (day.isBefore(open)) {
      throw file.bad(
          "%s comes after readings of %s; the days of a device must be in order"
              .formatted(row.end(), open));
    }
    Double wh = row.wh();
    if (wh != null && !collector.add(row.end(), wh)) {
      throw file.bad("a second value of %s at %s".formatted(device, row.end()));
    }
  }

  /** Judges what is left. */
  void end() {
    endDay();
    List<Finding> open = history.open();
    tell(open);
    explain(open);
    summary.device(hasConfirmed);
  }

  /** What was asked to be explained, in lines; empty if it was of another device. */
  List<String> story() {
    return story;
  }

  private void endDay() {
    LocalDate day = collector.date();
    if (day == null) {
      return;
    }
    DeviceDay whole = collector.whole();
    summary.day(whole != null);
    if (explained != null && explained.day().equals(day)) {
      describe(whole);
    }
    if (whole != null) {
      judged.add(day);
      List<Finding> settled = history.add(whole);
      tell(settled);
      explain(settled);
      List<DeviceDay> window = history.window();
      LocalDate oldest = window.isEmpty() ? day : window.getFirst().date();
      judged.headSet(oldest).clear();
    }
  }

  private void tell(List<Finding> findings) {
    findings.forEach(summary::finding);
    hasConfirmed |= findings.stream().anyMatch(f -> f.state() == Finding.State.CONFIRMED);
    report.write(device, findings, judged);
  }

  private void describe(@Nullable DeviceDay day) {
    if (day == null) {
      story.add("not all hours of this day are known: it is neither judged nor compared with");
      return;
    }
    story.add(
        "it used %,d Wh, %d W on average, %d W in its lowest hour"
            .formatted(day.sumWh(), Math.round(day.meanW()), day.lowestW()));
    story.add(
        history.reference().size() < DetectionConfig.standard().referenceDays()
            ? "it is one of the first days of the device, which say what is usual"
            : "it is compared with %d days before it and with days after it"
                .formatted(history.reference().size() + history.window().size()));
  }

  private void explain(List<Finding> findings) {
    if (explained == null) {
      return;
    }
    for (Finding finding : findings) {
      if (finding.overlaps(explained.day(), explained.day())) {
        story.add(
            String.format(
                Locale.ROOT,
                "%s (%s, confidence %.2f, score %.1f): %s",
                DetectReport.code(finding.rule()),
                finding.state().name().toLowerCase(Locale.ROOT),
                finding.confidence(),
                finding.score(),
                FindingText.explanation(finding)));
        story.add("it is over after: " + FindingText.clears(finding));
      }
    }
  }
}
