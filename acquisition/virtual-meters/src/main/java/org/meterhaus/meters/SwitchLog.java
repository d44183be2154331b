package org.meterhaus.meters;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The durable history of switching of one meter: a line an event, forced to the medium before the
 * switch is said to have moved. A line that a crash left unfinished was never answered for and is
 * cut off at the next start. Not thread-safe.
 */
final class SwitchLog implements AutoCloseable {
  private final Path path;
  private final FileChannel file;
  private Switching history;

  private SwitchLog(Path path, FileChannel file, Switching history) {
    this.path = path;
    this.file = file;
    this.history = history;
  }

  /**
   * Opens the log, or creates it if the file is not there.
   *
   * @throws IOException if it cannot be read, or a finished line in it makes no sense
   */
  static SwitchLog openOrCreate(Path path) throws IOException {
    FileChannel file =
        FileChannel.open(
            path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    try {
      ByteBuffer content = ByteBuffer.allocate(Math.toIntExact(file.size()));
      while (content.hasRemaining() && file.read(content) >= 0) {
        // until all is read
      }
      String text = StandardCharsets.US_ASCII.decode(content.flip()).toString();
      int whole = text.lastIndexOf('\n') + 1;
      file.truncate(whole);
      file.position(whole);
      return new SwitchLog(path, file, parse(path, text.substring(0, whole)));
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  Switching history() {
    return history;
  }

  /**
   * Adds an event; it is durable when this returns, and has not happened if this throws.
   *
   * @param now when; taken as the time of the last event if the clock was put back behind it
   */
  void append(Instant now, int channel, boolean connected) throws IOException {
    List<Switching.Event> events = history.events();
    boolean clockWasPutBack = !events.isEmpty() && now.isBefore(events.getLast().at());
    Instant at = clockWasPutBack ? events.getLast().at() : now;
    Switching.Event event = new Switching.Event(at, channel, connected);
    String line = at + " " + channel + (connected ? " on\n" : " off\n");
    ByteBuffer octets = StandardCharsets.US_ASCII.encode(line);
    long before = file.position();
    try {
      while (octets.hasRemaining()) {
        file.write(octets);
      }
      file.force(true);
    } catch (IOException e) {
      file.truncate(before);
      file.position(before);
      throw new IOException("cannot log the switching in " + path, e);
    }
    history = history.with(event);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  private static Switching parse(Path path, String text) throws IOException {
    List<Switching.Event> events = new ArrayList<>();
    for (String line : text.lines().toList()) {
      String[] words = line.split(" ", -1);
      try {
        if (words.length != 3 || !words[2].matches("on|off")) {
          throw new IllegalArgumentException("not 'time channel on|off'");
        }
        events.add(
            new Switching.Event(
                Instant.parse(words[0]), Integer.parseInt(words[1]), words[2].equals("on")));
      } catch (DateTimeException | IllegalArgumentException e) {
        throw new IOException(
            "%s, line %d is damaged: '%s'".formatted(path, events.size() + 1, line), e);
      }
    }
    return new Switching(events);
  }
}
