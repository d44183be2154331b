package org.meterhaus.command.repair;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;

/**
 * How far a long run is: a bar that moves on a terminal, elsewhere a line now and then. Not
 * thread-safe.
 */
final class Progress {
  private static final int WIDTH = 30;
  private static final Duration ON_A_TERMINAL = Duration.ofMillis(100);
  private static final Duration ELSEWHERE = Duration.ofSeconds(5);

  private final PrintStream out;
  private final boolean terminal;
  private long shownAt = System.nanoTime();
  private boolean open;

  Progress(PrintStream out, boolean terminal) {
    this.out = out;
    this.terminal = terminal;
  }

  void show(String what, long done, long of) {
    long now = System.nanoTime();
    Duration every = terminal ? ON_A_TERMINAL : ELSEWHERE;
    if (now - shownAt < every.toNanos() && !(terminal && done == of)) {
      return;
    }
    shownAt = now;
    double share = of == 0 ? 1 : (double) done / of;
    if (terminal) {
      int full = (int) Math.round(share * WIDTH);
      out.printf(
          Locale.ROOT,
          "\r%-16s [%s%s] %3.0f %%",
          what,
          "#".repeat(full),
          ".".repeat(WIDTH - full),
          share * 100);
      open = true;
    } else {
      out.printf(Locale.ROOT, "%s: %.0f %%%n", what, share * 100);
    }
    out.flush();
  }

  /** Takes the bar away. */
  void clear() {
    if (open) {
      out.print("\r" + " ".repeat(WIDTH + 26) + "\r");
      out.flush();
      open = false;
    }
  }
}
