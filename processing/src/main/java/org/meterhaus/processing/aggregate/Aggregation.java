package org.meterhaus.processing.aggregate;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.meterhaus.db.blocks.CleanValues;
import org.meterhaus.db.blocks.DayAggregate;
import org.meterhaus.db.blocks.Quality;

/** Sum, minimum, maximum and mean of a day, with what they rest on. */
public final class Aggregation {
  private static final int DECIMALS = 3;

  private Aggregation() {}

  /**
   * @param due slots that have ended by the channel's last report, 0..size: later ones are pending
   *     and do not worsen the quality
   */
  public static DayAggregate of(CleanValues values, int due) {
    long sum = 0;
    int min = Integer.MAX_VALUE;
    int max = Integer.MIN_VALUE;
    int present = 0;
    Quality worst = Quality.MEASURED;
    for (int slot = 0; slot < values.size(); slot++) {
      if (slot < due) {
        worst = worst.worse(values.quality(slot));
      }
      OptionalInt wh = values.wh(slot);
      if (wh.isPresent()) {
        present++;
        sum += wh.getAsInt();
        min = Math.min(min, wh.getAsInt());
        max = Math.max(max, wh.getAsInt());
      }
    }
    if (present == 0) {
      return new DayAggregate(
          values.size(),
          0,
          OptionalLong.empty(),
          OptionalInt.empty(),
          OptionalInt.empty(),
          Optional.empty(),
          worst);
    }
    return new DayAggregate(
        values.size(),
        present,
        OptionalLong.of(sum),
        OptionalInt.of(min),
        OptionalInt.of(max),
        Optional.of(
            BigDecimal.valueOf(sum)
                .divide(BigDecimal.valueOf(present), DECIMALS, RoundingMode.HALF_UP)),
        worst);
  }
}
