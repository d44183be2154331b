package org.meterhaus.command.repair;

import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDate;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/**
 * Writes a CSV file beside its place and moves it there when it is complete, so that half a file is
 * never taken for a result.
 */
final class CsvWriter implements Closeable {
  private final Path file;
  private final Path part;
  private final OutputStream out;
  private long day = Long.MIN_VALUE;
  private byte[] date = {};
  private boolean first = true;
  private boolean complete;

  private CsvWriter(Path file, Path part, OutputStream out) {
    this.file = file;
    this.part = part;
    this.out = out;
  }

  static CsvWriter create(Path file, String header) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + ".part");
    OutputStream plain = Files.newOutputStream(part);
    boolean zipped = file.toString().toLowerCase(Locale.ROOT).endsWith(".gz");
    var writer =
        new CsvWriter(
            file,
            part,
            new BufferedOutputStream(
                zipped ? new GZIPOutputStream(plain, 1 << 16) : plain, 1 << 16));
    writer.text(header);
    writer.endRow();
    return writer;
  }

  CsvWriter text(String value) {
    return raw(value.getBytes(StandardCharsets.UTF_8));
  }

  CsvWriter integer(long value) {
    return raw(Long.toString(value).getBytes(StandardCharsets.US_ASCII));
  }

  /** Seconds since the epoch as {@code 2012-06-01T10:30:00Z}. */
  CsvWriter time(long second) {
    long of = Math.floorDiv(second, 86_400L);
    if (of != day) {
      day = of;
      date = (LocalDate.ofEpochDay(of) + "T").getBytes(StandardCharsets.US_ASCII);
    }
    int rest = (int) Math.floorMod(second, 86_400L);
    byte[] text = new byte[20];
    System.arraycopy(date, 0, text, 0, 11);
    two(text, 11, rest / 3600);
    text[13] = ':';
    two(text, 14, rest / 60 % 60);
    text[16] = ':';
    two(text, 17, rest % 60);
    text[19] = 'Z';
    return raw(text);
  }

  private static void two(byte[] text, int at, int value) {
    text[at] = (byte) ('0' + value / 10);
    text[at + 1] = (byte) ('0' + value % 10);
  }

  private CsvWriter raw(byte[] value) {
    try {
      if (!first) {
        out.write(',');
      }
      out.write(value);
      first = false;
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void endRow() throws IOException {
    out.write('\n');
    first = true;
  }

  /** Everything was written: the file takes its place when closed. */
  void complete() {
    complete = true;
  }

  @Override
  public void close() throws IOException {
    out.close();
    if (complete) {
      Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    } else {
      Files.deleteIfExists(part);
    }
  }
}
