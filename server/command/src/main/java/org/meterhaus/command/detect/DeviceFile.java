package org.meterhaus.command.detect;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A file of device readings, {@code device_id,timestamp,wh}, read line by line. The columns may
 * stand in any order and others may stand between them; a time is the END of its interval. Not
 * thread-safe.
 */
final class DeviceFile implements AutoCloseable {
  private static final int BUFFER = 1 << 16;
  private static final int GZIP_MAGIC = 0x1f8b;

  /**
   * @param line number in the file, the header is 1
   * @param end of the interval
   * @param wh energy; null if the field is empty
   */
  record Row(long line, String device, Instant end, @Nullable Double wh) {}

  private final Path path;
  private final CountingStream bytes;
  private final BufferedReader lines;
  private final int deviceColumn;
  private final int timeColumn;
  private final int whColumn;
  private final Duration interval;
  private long line = 1;

  private DeviceFile(
      Path path,
      CountingStream bytes,
      BufferedReader lines,
      List<String> header,
      Duration interval) {
    this.path = path;
    this.bytes = bytes;
    this.lines = lines;
    this.interval = interval;
    this.deviceColumn = column(path, header, "device_id");
    this.timeColumn = column(path, header, "timestamp");
    this.whColumn = column(path, header, "wh");
  }

  /**
   * @param interval length of the intervals; times must lie on its grid
   * @throws BadInput if there is no such file or its first line is not the header
   */
  static DeviceFile open(Path path, Duration interval) {
    try {
      var bytes = new CountingStream(Files.newInputStream(path));
      var reader =
          new BufferedReader(
              new InputStreamReader(plain(path, bytes), StandardCharsets.UTF_8), BUFFER);
      String header = reader.readLine();
      if (header == null) {
        throw new BadInput(path + " is empty; its first line must be device_id,timestamp,wh");
      }
      return new DeviceFile(path, bytes, reader, List.of(header.strip().split(",", -1)), interval);
    } catch (IOException e) {
      throw new BadInput("cannot read " + path + ": " + reason(e), e);
    }
  }

  // what the content says counts, not the file's name
  private static InputStream plain(Path path, CountingStream bytes) throws IOException {
    try (InputStream head = Files.newInputStream(path)) {
      int magic = head.read() << 8 | head.read();
      return magic == GZIP_MAGIC ? new GZIPInputStream(bytes, BUFFER) : bytes;
    }
  }

  private static int column(Path path, List<String> header, String name) {
    int column = header.indexOf(name);
    if (column < 0) {
      throw new BadInput(
          "%s line 1: no column %s; expected device_id,timestamp,wh but found %s"
              .formatted(path, name, String.join(",", header)));
    }
    return column;
  }

  /**
   * The next row.
   *
   * @return null at the end
   * @throws BadInput if the line is not a row
   */
  @Nullable Row next() {
    try {
      String text = lines.readLine();
      while (text != null && text.isBlank()) {
        line++;
        text = lines.readLine();
      }
      if (text == null) {
        return null;
      }
      line++;
      return row(text.split(",", -1));
    } catch (IOException e) {
      throw new BadInput("cannot read %s after line %d: %s".formatted(path, line, reason(e)), e);
    }
  }

  private Row row(String[] fields) {
    int columns = Math.max(deviceColumn, Math.max(timeColumn, whColumn)) + 1;
    if (fields.length < columns) {
      throw bad("expected at least %d columns but found %d".formatted(columns, fields.length));
    }
    String device = fields[deviceColumn].strip();
    if (device.isEmpty()) {
      throw bad("the device_id is empty");
    }
    return new Row(
        line, device, time(fields[timeColumn].strip()), energy(fields[whColumn].strip()));
  }

  private Instant time(String text) {
    Instant end;
    try {
      end = Instant.parse(text);
    } catch (DateTimeException _) {
      throw bad("expected a time such as 2026-03-01T13:00:00Z but found '%s'".formatted(text));
    }
    if (end.getEpochSecond() % interval.toSeconds() != 0 || end.getNano() != 0) {
      throw bad("%s is not the end of an interval of %s; see --interval".formatted(text, interval));
    }
    return end;
  }

  private @Nullable Double energy(String text) {
    if (text.isEmpty()) {
      return null;
    }
    try {
      double wh = Double.parseDouble(text);
      if (Double.isFinite(wh) && Math.abs(wh) < Integer.MAX_VALUE) {
        return wh;
      }
    } catch (NumberFormatException _) {
      // said below, with the line
    }
    throw bad("expected an energy in Wh but found '%s'".formatted(text));
  }

  /** Something wrong with the line read last. */
  BadInput bad(String what) {
    return new BadInput("%s line %d: %s".formatted(path, line, what));
  }

  /** Lines read so far. */
  long line() {
    return line;
  }

  /** How much of the file has been read, 0..1. */
  double part() {
    try {
      long size = Files.size(path);
      return size == 0 ? 1 : Math.min(1, (double) bytes.count() / size);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      lines.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String reason(IOException e) {
    return e instanceof java.nio.file.NoSuchFileException ? "there is no such file" : e.toString();
  }
}
