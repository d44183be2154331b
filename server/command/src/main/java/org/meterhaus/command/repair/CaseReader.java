package org.meterhaus.command.repair;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.meterhaus.processing.vee.MeterSeries;

/**
 * Reads the meters of a case with all their rows. Memory: some 40 bytes an interval and meter, as
 * rows of all meters come mixed, in order of arrival.
 */
final class CaseReader {
  private final Map<String, FileMeter> meters = new LinkedHashMap<>();
  private byte[] lastId = {};
  private @Nullable FileMeter last;

  private CaseReader() {}

  /** The meters of a case in the order of meters.csv. */
  static Map<String, FileMeter> read(CaseFiles files) throws IOException {
    var reader = new CaseReader();
    reader.readMeters(files.meters());
    reader.readRows(files.raw());
    if (files.registers().isPresent()) {
      reader.readRows(files.registers().get());
    }
    return reader.meters;
  }

  private void readMeters(Path file) throws IOException {
    try (CsvReader rows = CsvReader.open(file)) {
      FileMeter.Columns columns = FileMeter.Columns.of(rows);
      while (rows.next()) {
        FileMeter meter = FileMeter.of(rows, columns);
        if (meters.put(meter.id(), meter) != null) {
          throw rows.refusal("has the meter %s a second time".formatted(meter.id()));
        }
      }
    }
  }

  /**
   * Rows with {@code interval_wh}, {@code register_wh} or both, and {@code power_w} if the meter
   * reports its average power; without a receipt: at their end.
   */
  private void readRows(Path file) throws IOException {
    try (CsvReader rows = CsvReader.open(file)) {
      int id = rows.column("meter_id");
      int timestamp = rows.column("timestamp");
      int received = rows.header().indexOf("received_at");
      int interval = rows.header().indexOf("interval_wh");
      int register = rows.header().indexOf("register_wh");
      int power = rows.header().indexOf("power_w");
      if (interval < 0 && register < 0) {
        rows.column("interval_wh");
      }
      while (rows.next()) {
        FileMeter meter = meter(rows, id);
        long end = rows.time(timestamp);
        long at = received < 0 || rows.isEmpty(received) ? end : rows.time(received);
        meter.offer(end, value(rows, interval), value(rows, register), at);
        if (power >= 0 && !rows.isEmpty(power)) {
          meter.series().offerPower(end, rows.integer(power));
        }
      }
    }
  }

  private static long value(CsvReader rows, int column) {
    return column < 0 || rows.isEmpty(column) ? MeterSeries.NONE : rows.integer(column);
  }

  private FileMeter meter(CsvReader rows, int column) {
    FileMeter known = last;
    if (known != null && rows.is(column, lastId)) {
      return known;
    }
    String id = rows.text(column);
    FileMeter meter = meters.get(id);
    if (meter == null) {
      throw rows.refusal("has the meter '%s', which meters.csv does not know".formatted(id));
    }
    last = meter;
    lastId = id.getBytes(StandardCharsets.UTF_8);
    return meter;
  }
}
