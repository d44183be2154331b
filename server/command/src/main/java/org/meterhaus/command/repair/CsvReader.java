package org.meterhaus.command.repair;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.meterhaus.command.Refusal;

/**
 * A CSV file of plain fields (no quotes) with a header line, row by row, gzipped if its name ends
 * in {@code .gz}. Fields are parsed in place; nothing is kept of a row but what is asked for.
 */
final class CsvReader implements Closeable {
  private static final int LONGEST_ROW = 1 << 16;
  private static final int MOST_FIELDS = 64;

  private final Path file;
  private final InputStream in;
  private final byte[] buffer = new byte[1 << 16];
  private int position;
  private int limit;
  private byte[] row = new byte[256];
  private final int[] end = new int[MOST_FIELDS];
  private int length;
  private int fields;
  private long line;
  private long lastDay = Long.MIN_VALUE;
  private long lastDayStart;
  private final List<String> header;

  private CsvReader(Path file, InputStream in) throws IOException {
    this.file = file;
    this.in = in;
    if (!next()) {
      throw new Refusal("%s is empty: a header line was expected".formatted(file));
    }
    this.header = List.of(new String(row, 0, length, StandardCharsets.UTF_8).split(",", -1));
  }

  /**
   * @throws Refusal if there is no such file, or it has no header
   */
  static CsvReader open(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new Refusal("there is no file %s".formatted(file));
    }
    InputStream plain = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    try {
      boolean zipped = file.toString().toLowerCase(Locale.ROOT).endsWith(".gz");
      return new CsvReader(file, zipped ? new GZIPInputStream(plain, 1 << 16) : plain);
    } catch (java.util.zip.ZipException e) {
      plain.close();
      throw new Refusal("%s is not gzipped, though its name says so".formatted(file), e);
    } catch (IOException | RuntimeException e) {
      plain.close();
      throw e;
    }
  }

  /** Names of the columns. */
  List<String> header() {
    return header;
  }

  /**
   * Index of a column.
   *
   * @throws Refusal if there is none
   */
  int column(String name) {
    int index = header.indexOf(name);
    if (index < 0) {
      throw new Refusal(
          "%s needs a column %s but has %s".formatted(file, name, String.join(",", header)));
    }
    return index;
  }

  /** Goes to the next row that is not empty; false at the end. */
  boolean next() throws IOException {
    do {
      if (!read()) {
        return false;
      }
    } while (length == 0);
    return true;
  }

  private boolean read() throws IOException {
    length = 0;
    fields = 0;
    line++;
    while (true) {
      if (position == limit) {
        limit = in.read(buffer);
        position = 0;
        if (limit <= 0) {
          limit = 0;
          return endRow(length > 0);
        }
      }
      byte b = buffer[position++];
      if (b == '\n') {
        return endRow(true);
      }
      if (b == ',') {
        if (fields == MOST_FIELDS - 1) {
          throw refusal("has more than %d fields".formatted(MOST_FIELDS));
        }
        end[fields++] = length;
      }
      if (length == row.length) {
        if (length == LONGEST_ROW) {
          throw refusal("is longer than %d bytes".formatted(LONGEST_ROW));
        }
        row = Arrays.copyOf(row, 2 * length);
      }
      row[length++] = b;
    }
  }

  private boolean endRow(boolean any) {
    if (length > 0 && row[length - 1] == '\r') {
      length--;
    }
    end[fields++] = length;
    return any;
  }

  private int start(int field) {
    if (field >= fields) {
      throw refusal("has %d fields where %d were expected".formatted(fields, header.size()));
    }
    return field == 0 ? 0 : end[field - 1] + 1;
  }

  /** Text of a field. */
  String text(int field) {
    int from = start(field);
    return new String(row, from, end[field] - from, StandardCharsets.UTF_8);
  }

  boolean isEmpty(int field) {
    return start(field) == end[field];
  }

  /** Whether a field has the same bytes as a text in ASCII. */
  boolean is(int field, byte[] text) {
    return Arrays.equals(row, start(field), end[field], text, 0, text.length);
  }

  /**
   * A whole number; a fraction of zeros is let pass.
   *
   * @throws Refusal for anything else
   */
  long integer(int field) {
    int from = start(field);
    int until = end[field];
    boolean negative = from < until && row[from] == '-';
    long value = 0;
    int i = negative ? from + 1 : from;
    int digits = 0;
    for (; i < until && row[i] >= '0' && row[i] <= '9'; i++) {
      value = value * 10 + (row[i] - '0');
      digits++;
    }
    boolean fraction = i < until && row[i] == '.';
    for (int j = i + 1; fraction && j < until; j++) {
      fraction = row[j] == '0';
    }
    if (digits == 0 || digits > 18 || (i < until && !fraction)) {
      throw refusal(
          "has '%s' in %s, where a whole number was expected"
              .formatted(text(field), header.get(field)));
    }
    return negative ? -value : value;
  }

  /**
   * Seconds since the epoch of a time such as {@code 2012-06-01T10:30:00Z}.
   *
   * @throws Refusal for anything else
   */
  long time(int field) {
    int from = start(field);
    if (end[field] - from != 20
        || row[from + 10] != 'T'
        || row[from + 13] != ':'
        || row[from + 16] != ':'
        || row[from + 19] != 'Z') {
      throw noTime(field);
    }
    long day = 0;
    for (int i = 0; i < 10; i++) {
      day = (day << 6) ^ (row[from + i] & 0x3F);
    }
    if (day != lastDay) {
      try {
        String date = new String(row, from, 10, StandardCharsets.US_ASCII);
        lastDayStart = Instant.parse(date + "T00:00:00Z").getEpochSecond();
        lastDay = day;
      } catch (DateTimeException _) {
        throw noTime(field);
      }
    }
    int hour = two(from + 11, field);
    int minute = two(from + 14, field);
    int second = two(from + 17, field);
    if (hour > 23 || minute > 59 || second > 59) {
      throw noTime(field);
    }
    return lastDayStart + hour * 3600L + minute * 60L + second;
  }

  private int two(int at, int field) {
    int tens = row[at] - '0';
    int ones = row[at + 1] - '0';
    if (tens < 0 || tens > 9 || ones < 0 || ones > 9) {
      throw noTime(field);
    }
    return tens * 10 + ones;
  }

  private Refusal noTime(int field) {
    return refusal(
        "has '%s' where a time such as 2012-06-01T10:30:00Z was expected".formatted(text(field)));
  }

  /** Says what is wrong with the current row. */
  Refusal refusal(String what) {
    return new Refusal("%s line %d %s".formatted(file, line, what));
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
