package org.meterhaus.command.detect;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of {@code meterhaus detect}.
 *
 * @param devices file of readings
 * @param out report to write
 * @param findings findings to write; null: not wanted
 * @param zone whose days are judged
 * @param interval length of the intervals of the file, a divisor of an hour, whole minutes
 * @param interleaved whether the rows of the devices are mixed
 * @param explained a device and a day of it to be explained; null: none
 */
public record DetectOptions(
    Path devices,
    Path out,
    @Nullable Path findings,
    ZoneId zone,
    Duration interval,
    boolean interleaved,
    @Nullable Explained explained) {

  /** A device and a day of it. */
  public record Explained(String device, LocalDate day) {}

  public DetectOptions {
    if (!interval.isPositive()
        || Duration.ofHours(1).toSeconds() % Math.max(60, interval.toSeconds()) != 0
        || interval.toSeconds() % 60 != 0) {
      throw new BadInput("--interval must divide an hour, such as PT15M, but was " + interval);
    }
  }
}
