package org.meterhaus.meters;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The text format of a recording (samples/README.md). Stateless. */
final class RecordingFile {
  private static final String FORMAT = "meterhaus-recording-1";

  private RecordingFile() {}

  /**
   * Reads all lines of a recording.
   *
   * @param name of the file, for messages
   * @throws IllegalArgumentException if a line breaks the format
   */
  static Recording parse(String name, List<String> lines, ZoneOffset standardTime) {
    Map<String, String> header = new HashMap<>();
    int line = 0;
    while (line < lines.size() && lines.get(line).startsWith("# ")) {
      String[] entry = lines.get(line).substring(2).split(": ", 2);
      require(entry.length == 2, name, line, "a header line must read '# key: value'");
      header.put(entry[0], entry[1]);
      line++;
    }
    require(FORMAT.equals(header.get("format")), name, 0, "format must be " + FORMAT);
    List<String> channels = List.of(value(header, "channels", name).split(" "));
    try {
      Duration interval = Duration.parse(value(header, "interval", name));
      int days = 7 * Integer.parseInt(value(header, "weeks", name));
      List<String> body = lines.subList(line, lines.size());
      require(
          days > 0 && body.size() == days * channels.size(),
          name,
          line,
          "there must be %d lines of values but there were %d"
              .formatted(days * channels.size(), body.size()));
      int perDay = Math.toIntExact(Duration.ofDays(1).dividedBy(interval));
      LocalDate firstDay = LocalDate.parse(body.getFirst().split(",", 2)[0]);
      int[][] valuesWh = new int[channels.size()][days * perDay];
      Values values = new Values(name, line, firstDay, valuesWh, perDay);
      body.forEach(values::add);
      return new Recording(
          value(header, "recording", name),
          interval,
          firstDay,
          channels,
          value(header, "licence", name),
          valuesWh,
          standardTime);
    } catch (DateTimeException | ArithmeticException | NumberFormatException e) {
      throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
    }
  }

  /** The lines of values: day after day, the channels of a day in their order. Mutable. */
  private static final class Values {
    private final String name;
    private final int firstLine;
    private final int perDay;
    private final int[][] valuesWh;
    private final LocalDate firstDay;
    private int lines;

    Values(String name, int firstLine, LocalDate firstDay, int[][] valuesWh, int perDay) {
      this.name = name;
      this.firstLine = firstLine;
      this.firstDay = firstDay;
      this.valuesWh = valuesWh;
      this.perDay = perDay;
    }

    void add(String text) {
      int line = firstLine + lines;
      int day = lines / valuesWh.length;
      int channel = lines % valuesWh.length;
      String head = firstDay.plusDays(day) + "," + channel + ",";
      require(text.startsWith(head), name, line, "the line must begin with " + head);
      int count = 0;
      int from = head.length();
      while (from <= text.length()) {
        int comma = text.indexOf(',', from);
        int to = comma < 0 ? text.length() : comma;
        int value = wattHours(text, from, to);
        if (value < 0) {
          require(false, name, line, "value %d must be a whole number of Wh".formatted(count));
        }
        if (count < perDay) {
          valuesWh[channel][day * perDay + count] = value;
        }
        count++;
        from = to + 1;
      }
      require(count == perDay, name, line, "values must be " + perDay + " but were " + count);
      lines++;
    }

    /**
     * The number in a part of a line, or -1 if it is none; without a text of its own, as half a
     * million of these are read at a start.
     */
    private static int wattHours(String text, int from, int to) {
      int value = from == to || to - from > 9 ? -1 : 0;
      for (int i = from; i < to && value >= 0; i++) {
        int digit = text.charAt(i) - '0';
        value = digit >= 0 && digit <= 9 ? 10 * value + digit : -1;
      }
      return value;
    }
  }

  private static String value(Map<String, String> header, String key, String name) {
    @Nullable String value = header.get(key);
    if (value == null) {
      throw new IllegalArgumentException("%s: header has no '%s'".formatted(name, key));
    }
    return value;
  }

  private static void require(boolean holds, String name, int line, String message) {
    if (!holds) {
      throw new IllegalArgumentException("%s, line %d: %s".formatted(name, line + 1, message));
    }
  }
}
