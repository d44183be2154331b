package org.meterhaus.command.repair;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.meterhaus.db.blocks.Quality;
import org.meterhaus.db.blocks.ValidationRule;
import org.meterhaus.processing.vee.Noted;
import org.meterhaus.processing.vee.RepairedSeries;

/** What was done, for the summary. */
final class Tally {
  private final Map<Quality, Long> qualities = new EnumMap<>(Quality.class);
  private final Map<ValidationRule, Long> rules = new EnumMap<>(ValidationRule.class);
  private int meters;
  private long rows;
  private long offGrid;
  private long intervals;
  private long nanos;

  void take(FileMeter meter, RepairedSeries repaired, long inNanos) {
    meters++;
    rows += meter.rows();
    offGrid += meter.offGrid();
    intervals += meter.count();
    nanos += inNanos;
    for (int slot = 0; slot < meter.count(); slot++) {
      qualities.merge(repaired.quality(slot), 1L, Long::sum);
    }
    for (Noted noted : repaired.notes()) {
      rules.merge(noted.rule(), 1L, Long::sum);
    }
  }

  void take(Tally other) {
    meters += other.meters;
    rows += other.rows;
    offGrid += other.offGrid;
    intervals += other.intervals;
    nanos += other.nanos;
    other.qualities.forEach((quality, n) -> qualities.merge(quality, n, Long::sum));
    other.rules.forEach((rule, n) -> rules.merge(rule, n, Long::sum));
  }

  int meters() {
    return meters;
  }

  /** One line. */
  String line(String name) {
    long measured = qualities.getOrDefault(Quality.MEASURED, 0L);
    long missing = qualities.getOrDefault(Quality.MISSING, 0L);
    return String.format(
        Locale.ROOT,
        "%-14s %4d meters %,9d rows %,9d intervals: %,9d measured %,7d repaired %d missing",
        name,
        meters,
        rows,
        intervals,
        measured,
        intervals - measured - missing,
        missing);
  }

  /** How values came to be, what was noticed, and how fast. */
  String details() {
    String how =
        qualities.entrySet().stream()
            .filter(entry -> entry.getKey().rule().isPresent())
            .map(entry ->
                String.format(Locale.ROOT, "%s %,d", entry.getKey().rule().get(), entry.getValue()))
            .collect(Collectors.joining(", "));
    String noticed =
        rules.entrySet().stream()
            .map(entry ->
                String.format(Locale.ROOT, "%s %,d", entry.getKey().wire(), entry.getValue()))
            .collect(Collectors.joining(", "));
    return String.format(
        Locale.ROOT,
        "repaired by: %s%nnoticed: %s%nrows off the grid or outside the span: %,d%nrepair and figures in memory: %,d intervals in %.2f s of one core, %.2f million a second",
        how.isEmpty() ? "nothing" : how,
        noticed.isEmpty() ? "nothing" : noticed,
        offGrid,
        intervals,
        nanos / 1e9,
        intervals / (nanos / 1e3));
  }
}
