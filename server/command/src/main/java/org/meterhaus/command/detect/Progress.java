package org.meterhaus.command.detect;

import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * How far a run is: a bar that is drawn over itself on a terminal, else a plain line every few
 * seconds. Not thread-safe.
 */
public final class Progress {
  private static final int BAR = 30;
  private static final Duration REDRAW = Duration.ofMillis(200);
  private static final Duration LINE = Duration.ofSeconds(5);

  private final PrintStream out;
  private final boolean terminal;
  private final LongSupplier nanoTime;
  private long said;
  private boolean drawn;

  /**
   * @param nanoTime as {@link System#nanoTime}
   */
  public Progress(PrintStream out, boolean terminal, LongSupplier nanoTime) {
    this.out = out;
    this.terminal = terminal;
    this.nanoTime = nanoTime;
    this.said = nanoTime.getAsLong();
  }

  /**
   * @param part of the work done, 0..1
   */
  void at(double part, long devices, long rows) {
    long now = nanoTime.getAsLong();
    if (now - said < (terminal ? REDRAW : LINE).toNanos()) {
      return;
    }
    said = now;
    int filled = (int) Math.round(part * BAR);
    String text =
        String.format(
            Locale.ROOT, "%3.0f %%  %,d devices, %,d readings", part * 100, devices, rows);
    if (terminal) {
      out.print("\r[" + "#".repeat(filled) + ".".repeat(BAR - filled) + "] " + text + "  ");
      drawn = true;
    } else {
      out.println(text);
    }
    out.flush();
  }

  /** Takes the bar away. */
  void end() {
    if (drawn) {
      out.print("\r" + " ".repeat(BAR + 60) + "\r");
      out.flush();
    }
  }
}
