package org.meterhaus.command.repair;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.meterhaus.db.blocks.Quality;
import org.meterhaus.processing.vee.RepairedSeries;

/** Sum, minimum, maximum and mean of the local days and months of a meter. */
final class PeriodFigures {
  static final String HEADER = "meter_id,period,from,count,sum_wh,min_wh,max_wh,avg_wh,estimated";

  /** Figures of one period, filled interval by interval. */
  private static final class Figures {
    private final LocalDate from;
    private int count;
    private long sum;
    private long min = Long.MAX_VALUE;
    private long max = Long.MIN_VALUE;
    private int estimated;

    Figures(LocalDate from) {
      this.from = from;
    }

    void take(long wh, boolean isEstimate) {
      count++;
      sum += wh;
      min = Math.min(min, wh);
      max = Math.max(max, wh);
      estimated += isEstimate ? 1 : 0;
    }
  }

  private final List<Figures> days = new ArrayList<>();
  private final List<Figures> months = new ArrayList<>();

  private PeriodFigures() {}

  /** The figures of a repaired meter; an interval belongs to the period that it begins in. */
  static PeriodFigures of(FileMeter meter, RepairedSeries repaired) {
    var figures = new PeriodFigures();
    Figures day = new Figures(LocalDate.MIN);
    Figures month = day;
    long dayEnd = Long.MIN_VALUE;
    for (int slot = 0; slot < meter.count(); slot++) {
      long start = meter.end(slot) - meter.step().toSeconds();
      if (start >= dayEnd) {
        LocalDate date = Instant.ofEpochSecond(start).atZone(meter.zone()).toLocalDate();
        dayEnd = date.plusDays(1).atStartOfDay(meter.zone()).toEpochSecond();
        day = new Figures(date);
        figures.days.add(day);
        if (figures.months.isEmpty() || !month.from.equals(date.withDayOfMonth(1))) {
          month = new Figures(date.withDayOfMonth(1));
          figures.months.add(month);
        }
      }
      if (repaired.quality(slot) != Quality.MISSING) {
        boolean estimate = repaired.quality(slot) != Quality.MEASURED;
        day.take(repaired.wh(slot), estimate);
        month.take(repaired.wh(slot), estimate);
      }
    }
    return figures;
  }

  void write(FileMeter meter, CsvWriter out) throws IOException {
    write(meter, "day", days, out);
    write(meter, "month", months, out);
  }

  private static void write(FileMeter meter, String period, List<Figures> all, CsvWriter out)
      throws IOException {
    for (Figures one : all) {
      if (one.count == 0) {
        continue;
      }
      out.text(meter.id())
          .text(period)
          .text(one.from.toString())
          .integer(one.count)
          .integer(one.sum)
          .integer(one.min)
          .integer(one.max)
          .text(decimal(one.sum, one.count))
          .integer(one.estimated);
      out.endRow();
    }
  }

  /** To three decimals, without zeros at the end. */
  private static String decimal(long sum, int count) {
    java.math.BigDecimal value =
        java.math.BigDecimal.valueOf(sum)
            .divide(java.math.BigDecimal.valueOf(count), 3, java.math.RoundingMode.HALF_UP)
            .stripTrailingZeros();
    return value.toPlainString();
  }
}
