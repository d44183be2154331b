package org.meterhaus.meters;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * When the sections of a building had no power, as somebody provoked it: a line a cut in a file
 * beside the meters' state, added to by any process and followed by the meters. Immutable.
 *
 * @param all in the order they were ordered; they may overlap
 */
public record PowerCuts(List<Cut> all) {

  /** Power without end. */
  public static final PowerCuts NONE = new PowerCuts(List.of());

  /** No cut is longer: somebody meant something else. */
  public static final Duration LONGEST = Duration.ofDays(7);

  private static final String FILE = "power-cuts";

  public PowerCuts {
    all = List.copyOf(all);
  }

  /**
   * A section without power.
   *
   * @param from when it goes
   * @param until when it is back, after {@code from}, at most {@link #LONGEST} later
   */
  public record Cut(String section, Instant from, Instant until) {
    public Cut {
      if (!section.matches("[A-Za-z0-9._-]+")) {
        throw new IllegalArgumentException("'%s' is not a section".formatted(section));
      }
      Duration length = Duration.between(from, until);
      if (!length.isPositive() || length.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException(
            "a cut must last more than zero and at most %s but was %s".formatted(LONGEST, length));
      }
    }
  }

  /**
   * Orders a cut; it is on disk when this returns, and meters that run from this directory follow
   * within seconds.
   *
   * @param directory with the meters' state
   * @throws IOException if it cannot be written
   */
  public static void order(Path directory, Cut cut) throws IOException {
    String line = "%s %s %s%n".formatted(cut.section(), cut.from(), cut.until());
    try (FileChannel file =
        FileChannel.open(
            directory.resolve(FILE), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      ByteBuffer octets = StandardCharsets.US_ASCII.encode(line);
      while (octets.hasRemaining()) {
        file.write(octets);
      }
      file.force(true);
    }
  }

  /**
   * Reads what was ordered; a last line that is not finished yet is for the next time.
   *
   * @throws IOException if it cannot be read, or a finished line makes no sense
   */
  static PowerCuts read(Path directory) throws IOException {
    Path file = directory.resolve(FILE);
    if (!Files.exists(file)) {
      return NONE;
    }
    String text = Files.readString(file, StandardCharsets.US_ASCII);
    List<Cut> cuts = new ArrayList<>();
    for (String line : text.substring(0, text.lastIndexOf('\n') + 1).lines().toList()) {
      String[] words = line.split(" ", -1);
      try {
        if (words.length != 3) {
          throw new IllegalArgumentException("not 'section from until'");
        }
        cuts.add(new Cut(words[0], Instant.parse(words[1]), Instant.parse(words[2])));
      } catch (DateTimeException | IllegalArgumentException e) {
        throw new IOException(
            "%s, line %d is damaged: '%s'".formatted(file, cuts.size() + 1, line), e);
      }
    }
    return new PowerCuts(cuts);
  }

  /** Those of one section. */
  PowerCuts of(String section) {
    return new PowerCuts(all.stream().filter(cut -> cut.section().equals(section)).toList());
  }

  boolean isEmpty() {
    return all.isEmpty();
  }

  /** Whether there is no power at {@code t}. */
  boolean offAt(Instant t) {
    return all.stream().anyMatch(cut -> !t.isBefore(cut.from()) && t.isBefore(cut.until()));
  }

  /** How long there was power between two moments, to the millisecond. */
  Duration supplied(Instant from, Instant to) {
    Duration off = Duration.ZERO;
    Instant counted = from;
    for (Cut cut : all.stream().sorted((a, b) -> a.from().compareTo(b.from())).toList()) {
      Instant start = later(cut.from(), counted);
      Instant end = cut.until().isBefore(to) ? cut.until() : to;
      if (start.isBefore(end)) {
        off = off.plus(Duration.between(start, end));
        counted = end;
      }
    }
    return Duration.between(from, to).minus(off);
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }
}
