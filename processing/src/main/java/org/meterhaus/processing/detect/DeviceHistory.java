package org.meterhaus.processing.detect;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The days of one device, one after the other: the first ones say what is usual, the later ones are
 * judged, and what was sound becomes usual in its turn. Holds at most the reference, the window and
 * {@value #STRIDE} days more, however long the history. Not thread-safe.
 */
public final class DeviceHistory {
  /** So many days are settled at a time. */
  private static final int STRIDE = 14;

  private final DetectionConfig config;
  private final FaultDetector detector;
  private final Thresholds thresholds;
  private final Deque<DeviceDay> reference = new ArrayDeque<>();
  private final List<DeviceDay> window = new ArrayList<>();

  public DeviceHistory(DetectionConfig config, Thresholds thresholds) {
    this.config = config;
    this.detector = new FaultDetector(config);
    this.thresholds = thresholds;
  }

  /**
   * @param day later than all before
   * @return findings that no later day can change any more; mostly none
   * @throws IllegalArgumentException if the day is not later
   */
  public List<Finding> add(DeviceDay day) {
    @Nullable DeviceDay before = window.isEmpty() ? reference.peekLast() : window.getLast();
    if (before != null && !day.date().isAfter(before.date())) {
      throw new IllegalArgumentException(
          "days must come in order, but %s came after %s".formatted(day.date(), before.date()));
    }
    if (reference.size() < config.referenceDays() && window.isEmpty()) {
      reference.add(day);
      return List.of();
    }
    window.add(day);
    return window.size() < config.windowDays() + STRIDE ? List.of() : settle();
  }

  /** The findings of all days that are not settled yet. The history goes on as it was. */
  public List<Finding> open() {
    return detector.findings(List.copyOf(reference), List.copyOf(window), thresholds);
  }

  /** What is usual as the newest open days see it, oldest first. */
  public List<DeviceDay> reference() {
    return List.copyOf(reference);
  }

  /** The open days, oldest first. */
  public List<DeviceDay> window() {
    return List.copyOf(window);
  }

  private List<Finding> settle() {
    List<Finding> findings = open();
    var border = window.get(STRIDE).date();
    List<Finding> settled =
        findings.stream().filter(finding -> finding.first().isBefore(border)).toList();
    // a run that begins before the border is settled as a whole
    var leaving = new ArrayList<DeviceDay>();
    for (DeviceDay day : window) {
      boolean inRun = settled.stream().anyMatch(f -> f.overlaps(day.date(), day.date()));
      if (inRun || day.date().isBefore(border)) {
        leaving.add(day);
        if (!inRun) {
          reference.add(day);
        }
      }
    }
    window.removeAll(leaving);
    while (reference.size() > config.referenceDays()) {
      reference.removeFirst();
    }
    return settled;
  }
}
