package org.meterhaus.command.detect;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads a file of devices once, from beginning to end, and writes what it finds. */
public final class DetectRun {
  private static final int ROWS_BETWEEN_PROGRESS = 4096;

  private final DetectOptions options;
  private final Progress progress;
  private final DetectSummary summary = new DetectSummary();
  private final List<String> story = new ArrayList<>();

  public DetectRun(DetectOptions options, Progress progress) {
    this.options = options;
    this.progress = progress;
  }

  /**
   * Does it.
   *
   * @return what was done
   * @throws BadInput if the file is not as it must be, with the line
   */
  public DetectSummary run() {
    try (DeviceFile file = DeviceFile.open(options.devices(), options.interval());
        DetectReport report = new DetectReport(options.out(), options.findings())) {
      Map<String, WatchedFile> open = new LinkedHashMap<>();
      Set<String> ended = new HashSet<>();
      @Nullable String current = null;
      for (DeviceFile.Row row = file.next(); row != null; row = file.next()) {
        summary.row();
        String device = row.device();
        if (!device.equals(current)) {
          if (!options.interleaved() && current != null) {
            end(open.remove(current));
            ended.add(current);
          }
          if (ended.contains(device)) {
            throw file.bad(
                "%s appears again after other devices; sort the file by device, or say --interleaved"
                    .formatted(device));
          }
          current = device;
        }
        open.computeIfAbsent(device, id -> new WatchedFile(id, options, report, summary))
            .add(file, row);
        if (summary.rows() % ROWS_BETWEEN_PROGRESS == 0) {
          progress.at(file.part(), summary.devices(), summary.rows());
        }
      }
      open.values().forEach(this::end);
      report.complete();
      progress.end();
    }
    requireExplained();
    return summary;
  }

  private void end(@Nullable WatchedFile device) {
    if (device != null) {
      device.end();
      story.addAll(device.story());
    }
  }

  private void requireExplained() {
    DetectOptions.Explained asked = options.explained();
    if (asked == null) {
      return;
    }
    if (story.isEmpty()) {
      throw new BadInput(
          "%s has no readings of %s on %s"
              .formatted(options.devices(), asked.device(), asked.day()));
    }
    if (story.size() == 2) {
      story.add("nothing was found on this day: it is usual, or too little to tell it from usual");
    }
  }

  /** What was asked to be explained, in lines. */
  public List<String> story() {
    return List.copyOf(story);
  }
}
