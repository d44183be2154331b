package org.meterhaus.processing.cluster;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.meterhaus.db.blocks.CleanValues;
import org.meterhaus.db.blocks.DayAggregate;
import org.meterhaus.db.blocks.DayBlock;
import org.meterhaus.db.blocks.Quality;

/** Day blocks from bare numbers. */
final class Days {
  private Days() {}

  static DayBlock measured(LocalDate day, int... wh) {
    return of(day, wh, new byte[wh.length]);
  }

  static DayBlock of(LocalDate day, int[] wh, byte[] quality) {
    int present = 0;
    for (byte code : quality) {
      present += code == Quality.MISSING.code() ? 0 : 1;
    }
    var aggregate =
        new DayAggregate(
            wh.length,
            present,
            OptionalLong.of(Arrays.stream(wh).sum()),
            OptionalInt.empty(),
            OptionalInt.empty(),
            java.util.Optional.empty(),
            Quality.MEASURED);
    return new DayBlock(
        1, day, 1, CleanValues.of(wh, quality), aggregate, Instant.EPOCH, 1, Instant.EPOCH);
  }
}
