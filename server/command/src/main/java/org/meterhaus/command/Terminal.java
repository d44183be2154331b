package org.meterhaus.command;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/**
 * What a person sees while things start: a line when a step is done, with the time it took.
 * Thread-safe.
 */
final class Terminal {
  private final PrintStream out;

  Terminal(PrintStream out) {
    this.out = out;
  }

  /** One line as it is. */
  synchronized void say(String line) {
    out.println(line);
    out.flush();
  }

  /** A step that has ended well. */
  void done(String step, String detail, long sinceNanos) {
    Duration took = Duration.ofNanos(System.nanoTime() - sinceNanos);
    say(
        String.format(
            Locale.ROOT, "  ok  %-11s %-58s %5.1f s", step, detail, took.toMillis() / 1000.0));
  }

  /** A step under way, said again while it lasts. */
  void waiting(String step, String detail) {
    say(String.format(Locale.ROOT, "  ..  %-11s %s", step, detail));
  }
}
