package org.meterhaus.processing.alarm;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.meterhaus.db.alarms.Alarm;
import org.meterhaus.db.alarms.AlarmRule;
import org.meterhaus.db.alarms.WatchedDevice;
import org.meterhaus.db.blocks.CleanValues;
import org.meterhaus.db.blocks.DayGrid;
import org.meterhaus.db.blocks.Quality;

/**
 * Compares the mean power of intervals with a limit. An alarm stands for the moment a limit is
 * passed: intervals that go on above it belong to the same event and raise none, until the next
 * day.
 */
public final class Limits {
  private static final int SECONDS_PER_HOUR = 3600;

  private Limits() {}

  /**
   * The alarms of one day. Only energy that is known counts (measured, or exact by register
   * difference); a guess raises no alarm. Nor does what another tenant used.
   *
   * @param raisedAt now
   * @return in order of time; their ids follow from rule and interval, so a repetition makes the
   *     same
   */
  public static List<Alarm> exceeded(
      WatchedDevice device, DayGrid grid, CleanValues values, Instant raisedAt) {
    AlarmRule rule = device.rule();
    var alarms = new ArrayList<Alarm>();
    boolean above = false;
    for (int slot = 0; slot < values.size(); slot++) {
      if (!isKnown(values, slot)) {
        above = false;
        continue;
      }
      long watts =
          Math.round((double) values.wh(slot).orElseThrow() * SECONDS_PER_HOUR / grid.intervalS());
      boolean counts =
          watts > rule.limitW()
              && grid.end(slot).isAfter(rule.updatedAt())
              && device.covers(grid.start(slot), grid.end(slot));
      if (counts && !above) {
        alarms.add(alarm(rule, grid, slot, watts, raisedAt));
      }
      above = counts;
    }
    return List.copyOf(alarms);
  }

  private static boolean isKnown(CleanValues values, int slot) {
    Quality quality = values.quality(slot);
    return quality == Quality.MEASURED || quality == Quality.REGISTER_DIFFERENCE;
  }

  private static Alarm alarm(AlarmRule rule, DayGrid grid, int slot, long watts, Instant raisedAt) {
    Instant start = grid.start(slot);
    String name = "alarm/%s/%s/%s".formatted(rule.customerId(), rule.id(), start);
    return new Alarm(
        UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)),
        rule.customerId(),
        rule.id(),
        rule.deviceId(),
        start,
        grid.end(slot),
        (int) Math.min(watts, Integer.MAX_VALUE),
        rule.limitW(),
        raisedAt,
        Optional.empty());
  }
}
