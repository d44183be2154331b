package org.meterhaus.meters;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;

/**
 * What a real home and its appliances used, interval by interval, played in a loop for all time.
 *
 * <p>Channel 0 is the whole home, channels 1.. are its appliances. A recording is a whole number of
 * weeks long and is moved in time by whole weeks only, always the same way (samples/README.md), so
 * that the energy of an instant never depends on when the program started. Intervals are half-open
 * and named by their start, which is a multiple of the interval's length since 1970. Immutable.
 */
public final class Recording {
  /** The loop is anchored in the week that begins on this Monday, 00:00 standard time. */
  private static final LocalDate FIRST_MONDAY = LocalDate.of(2024, 1, 1);

  private static final long WEEK_SECONDS = Duration.ofDays(7).toSeconds();

  private final String id;
  private final Duration interval;
  private final List<String> channels;
  private final String licence;
  private final Instant origin;
  private final int stepSeconds;

  /** By channel: energy in Wh from the loop's start to the end of interval i-1; first entry 0. */
  private final int[][] runningWh;

  /**
   * A recording that plays the given values.
   *
   * @param id name of the recording, not blank
   * @param interval a divisor of an hour, one minute at least
   * @param firstDay day of the first value, in the source's local standard time
   * @param channels names by channel, the main channel first
   * @param licence licence of the values
   * @param valuesWh by channel, then by interval; 0 or more, as many for each channel, whole weeks
   * @param standardTime the building's offset from UTC in winter; whole hours
   * @throws IllegalArgumentException if a value is out of range or the length is not whole weeks
   */
  public Recording(
      String id,
      Duration interval,
      LocalDate firstDay,
      List<String> channels,
      String licence,
      int[][] valuesWh,
      ZoneOffset standardTime) {
    this.id = id;
    this.interval = interval;
    this.channels = List.copyOf(channels);
    this.licence = licence;
    this.stepSeconds = Math.toIntExact(interval.toSeconds());
    require(!id.isBlank(), "id must not be blank");
    require(
        stepSeconds >= 60 && 3600 % stepSeconds == 0,
        "interval must divide an hour but was " + interval);
    require(!channels.isEmpty(), "there must be a main channel");
    require(
        valuesWh.length == channels.size(),
        "there must be values for %d channels but there were %d"
            .formatted(channels.size(), valuesWh.length));
    require(
        standardTime.getTotalSeconds() % 3600 == 0,
        "standard time must be whole hours from UTC but was " + standardTime);
    long perWeek = WEEK_SECONDS / stepSeconds;
    this.runningWh = new int[valuesWh.length][];
    for (int channel = 0; channel < valuesWh.length; channel++) {
      int count = valuesWh[channel].length;
      require(
          count > 0 && count % perWeek == 0 && count == valuesWh[0].length,
          "channel %d must have whole weeks of %d values, as all others, but had %d"
              .formatted(channel, perWeek, count));
      runningWh[channel] = running(channel, valuesWh[channel]);
    }
    requireMainCoversAppliances(valuesWh);
    long first = firstDay.toEpochSecond(LocalTime.MIDNIGHT, standardTime);
    long anchor = FIRST_MONDAY.toEpochSecond(LocalTime.MIDNIGHT, standardTime);
    this.origin = Instant.ofEpochSecond(anchor + Math.floorMod(first - anchor, WEEK_SECONDS));
  }

  /**
   * Reads a recording file (format in samples/README.md).
   *
   * @param standardTime the building's offset from UTC in winter
   * @throws IOException if the file cannot be read
   * @throws IllegalArgumentException if it breaks the format; the message names file and line
   */
  public static Recording read(Path file, ZoneOffset standardTime) throws IOException {
    return RecordingFile.parse(
        String.valueOf(file.getFileName()),
        Files.readAllLines(file, StandardCharsets.US_ASCII),
        standardTime);
  }

  /** Name of the recording, such as {@code REFIT_House2}. */
  public String id() {
    return id;
  }

  /** Length of one interval. */
  public Duration interval() {
    return interval;
  }

  /** Names by channel: the main channel, then the appliances. */
  public List<String> channels() {
    return channels;
  }

  /** The licence the values are under, such as {@code CC BY 4.0}. */
  public String licence() {
    return licence;
  }

  /** Time after which the values repeat: whole weeks. */
  public Duration length() {
    return interval.multipliedBy(runningWh[0].length - 1L);
  }

  /** The start of the interval that {@code t} is in. */
  public Instant intervalStart(Instant t) {
    return Instant.ofEpochSecond(Math.floorDiv(t.getEpochSecond(), stepSeconds) * stepSeconds);
  }

  /** Whether an interval starts at {@code t}. */
  public boolean isIntervalStart(Instant t) {
    return t.getNano() == 0 && Math.floorMod(t.getEpochSecond(), stepSeconds) == 0;
  }

  /**
   * Energy of one interval.
   *
   * @param start where an interval starts
   * @return Wh, 0 or more
   * @throws IllegalArgumentException if no interval starts there or there is no such channel
   */
  public int energyWh(int channel, Instant start) {
    return (int) (registerWh(channel, start.plus(interval)) - registerWh(channel, start));
  }

  /**
   * Energy of a run of intervals.
   *
   * @param from start of the first interval
   * @param to end of the last one
   * @return Wh
   */
  public long energyWh(int channel, Instant from, Instant to) {
    return registerWh(channel, to) - registerWh(channel, from);
  }

  /**
   * Energy since the loop's origin early in 2024: a register that was 0 then.
   *
   * @param t an interval boundary; negative values result before the origin
   * @return Wh
   * @throws IllegalArgumentException if {@code t} is no boundary or there is no such channel
   */
  public long registerWh(int channel, Instant t) {
    // Checked on every read of every row: the messages are made only when they are needed.
    if (channel < 0 || channel >= runningWh.length) {
      throw new IllegalArgumentException(
          "channel must be 0..%d but was %d".formatted(runningWh.length - 1, channel));
    }
    if (!isIntervalStart(t)) {
      throw new IllegalArgumentException(
          "time must be a multiple of %s but was %s".formatted(interval, t));
    }
    int[] running = runningWh[channel];
    int count = running.length - 1;
    long index = (t.getEpochSecond() - origin.getEpochSecond()) / stepSeconds;
    return Math.floorDiv(index, count) * (long) running[count]
        + running[Math.floorMod(index, count)];
  }

  /**
   * The largest value of a channel.
   *
   * @return Wh of one interval
   */
  public int largestWh(int channel) {
    int[] running = runningWh[channel];
    int largest = 0;
    for (int i = 1; i < running.length; i++) {
      largest = Math.max(largest, running[i] - running[i - 1]);
    }
    return largest;
  }

  @Override
  public String toString() {
    return "%s (%d channels, %s, %d weeks)"
        .formatted(id, channels.size(), interval, length().toDays() / 7);
  }

  private static int[] running(int channel, int[] valuesWh) {
    int[] running = new int[valuesWh.length + 1];
    for (int i = 0; i < valuesWh.length; i++) {
      if (valuesWh[i] < 0) {
        throw new IllegalArgumentException(
            "value %d of channel %d must be 0 or more but was %d"
                .formatted(i, channel, valuesWh[i]));
      }
      running[i + 1] = Math.addExact(running[i], valuesWh[i]);
    }
    return running;
  }

  /** Switching an appliance off takes its energy from the main channel; that must stay positive. */
  private static void requireMainCoversAppliances(int[][] valuesWh) {
    for (int i = 0; i < valuesWh[0].length; i++) {
      int appliances = 0;
      for (int channel = 1; channel < valuesWh.length; channel++) {
        appliances += valuesWh[channel][i];
      }
      if (valuesWh[0][i] < appliances) {
        throw new IllegalArgumentException(
            "main channel must be at least its appliances' %d Wh but was %d in interval %d"
                .formatted(appliances, valuesWh[0][i], i));
      }
    }
  }

  private static void require(boolean holds, String message) {
    if (!holds) {
      throw new IllegalArgumentException(message);
    }
  }
}
