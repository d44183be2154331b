package org.meterhaus.command.repair;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.meterhaus.db.blocks.ChannelClass;
import org.meterhaus.processing.vee.MeterSeries;

/** A meter of a file: what is known of it, and its rows. */
final class FileMeter {
  private static final long MOST_INTERVALS = 20_000_000;

  private final String id;
  private final long first;
  private final int count;
  private final int stepS;
  private final ZoneId zone;
  private final MeterSeries series;
  private long rows;
  private long offGrid;

  private FileMeter(String id, long first, int count, int stepS, ZoneId zone, MeterSeries series) {
    this.id = id;
    this.first = first;
    this.count = count;
    this.stepS = stepS;
    this.zone = zone;
    this.series = series;
  }

  /** The meter of the current row of a meters.csv. */
  static FileMeter of(CsvReader row, Columns columns) {
    long first = row.time(columns.first());
    long last = row.time(columns.last());
    long step = row.integer(columns.step());
    if (step < 1 || step > 3600 || 3600 % step != 0) {
      throw row.refusal("has step_s %d, but an interval has to divide an hour".formatted(step));
    }
    long count = (last - first) / step;
    if (count < 1 || count > MOST_INTERVALS || (last - first) % step != 0) {
      throw row.refusal(
          "has no whole number of intervals, 1..%d, from first to last".formatted(MOST_INTERVALS));
    }
    long modulus = row.integer(columns.modulus());
    long most = row.integer(columns.most());
    ZoneId zone = zone(row, columns.offset());
    var series =
        new MeterSeries(
            Instant.ofEpochSecond(first),
            (int) count,
            (int) step,
            zone,
            most > 0
                ? OptionalInt.of((int) Math.min(most, Integer.MAX_VALUE))
                : OptionalInt.empty(),
            modulus > 0 ? OptionalLong.of(modulus) : OptionalLong.empty(),
            kind(row, columns.kind()));
    return new FileMeter(row.text(columns.id()), first, (int) count, (int) step, zone, series);
  }

  /** Columns of meters.csv; {@code kind} is -1 where it is not there. */
  record Columns(
      int id, int step, int offset, int modulus, int most, int first, int last, int kind) {
    static Columns of(CsvReader meters) {
      return new Columns(
          meters.column("meter_id"),
          meters.column("step_s"),
          meters.column("utc_offset_h"),
          meters.column("register_modulus_wh"),
          meters.column("max_wh_per_interval"),
          meters.column("first"),
          meters.column("last"),
          meters.header().indexOf("class"));
    }
  }

  /** A main channel where the file does not say. */
  private static ChannelClass kind(CsvReader row, int column) {
    if (column < 0 || row.isEmpty(column)) {
      return ChannelClass.MAIN;
    }
    String name = row.text(column);
    return ChannelClass.named(name)
        .orElseThrow(() ->
            row.refusal(
                "has the class '%s', but there are main, sub-meter, appliance".formatted(name)));
  }

  /** An offset in hours, fractions too, or the name of a zone. */
  private static ZoneId zone(CsvReader row, int column) {
    String text = row.text(column);
    try {
      if (text.contains("/") || text.equals("UTC")) {
        return ZoneId.of(text);
      }
      return ZoneOffset.ofTotalSeconds((int) Math.round(Double.parseDouble(text) * 3600));
    } catch (NumberFormatException | DateTimeException _) {
      throw row.refusal("has '%s' where hours east of UTC or a zone were expected".formatted(text));
    }
  }

  String id() {
    return id;
  }

  int count() {
    return count;
  }

  Duration step() {
    return Duration.ofSeconds(stepS);
  }

  ZoneId zone() {
    return zone;
  }

  /** End of an interval, seconds since the epoch. */
  long end(int slot) {
    return first + (slot + 1L) * stepS;
  }

  long rows() {
    return rows;
  }

  /** Rows that lie outside the span or too far off its grid. */
  long offGrid() {
    return offGrid;
  }

  void offer(long end, long wh, long registerWh, long receivedAt) {
    rows++;
    if (!series.offer(end, wh, registerWh, receivedAt)) {
      offGrid++;
    }
  }

  MeterSeries series() {
    return series;
  }
}
