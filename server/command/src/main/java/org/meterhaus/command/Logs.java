package org.meterhaus.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.logging.ConsoleHandler;
import java.util.logging.FileHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/**
 * Where log lines go: warnings to the terminal, everything from INFO to a rotating file.
 *
 * <p>Libraries speak from WARNING only; what they say at INFO is about themselves.
 */
final class Logs {
  private static final int FILE_BYTES = 10 * 1024 * 1024;
  private static final int FILES = 5;

  /** Kept from garbage collection: JUL holds loggers weakly, and their levels with them. */
  private static final List<Logger> QUIET =
      List.of(
          Logger.getLogger("org.hibernate"),
          Logger.getLogger("org.flywaydb"),
          Logger.getLogger("com.zaxxer"),
          Logger.getLogger("io.netty"),
          Logger.getLogger("io.zonky"),
          Logger.getLogger("com.google"),
          Logger.getLogger("org.postgresql"));

  private Logs() {}

  /** Warnings to the terminal only: for commands without a data directory. */
  static void toTerminal() {
    LogManager.getLogManager().reset();
    Logger root = Logger.getLogger("");
    root.setLevel(Level.INFO);
    root.addHandler(with(new ConsoleHandler(), Level.WARNING, new Line(false)));
    QUIET.forEach(logger -> logger.setLevel(Level.WARNING));
  }

  /** Warnings to the terminal, everything to {@code meterhaus.log} in {@code directory}. */
  static void toTerminalAnd(Path directory) {
    toTerminal();
    try {
      Logger.getLogger("")
          .addHandler(
              with(
                  new FileHandler(
                      directory.resolve("meterhaus.%g.log").toString(), FILE_BYTES, FILES, true),
                  Level.INFO,
                  new Line(true)));
    } catch (IOException e) {
      throw new Refusal("cannot write logs to " + directory + ": " + e, e);
    }
  }

  private static Handler with(Handler handler, Level level, Formatter formatter) {
    handler.setLevel(level);
    handler.setFormatter(formatter);
    return handler;
  }

  /** One line a record, the stack trace below it in the file only. */
  private static final class Line extends Formatter {
    private static final DateTimeFormatter TIME =
        DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT)
            .withZone(ZoneId.systemDefault());
    private final boolean traces;

    Line(boolean traces) {
      this.traces = traces;
    }

    @Override
    public String format(LogRecord record) {
      String name = record.getLoggerName();
      String part = name == null ? "" : name.replaceFirst("^org\\.meterhaus\\.", "");
      String line =
          "%s %-7s %s: %s%n"
              .formatted(
                  TIME.format(Instant.ofEpochMilli(record.getMillis())),
                  record.getLevel(),
                  part,
                  formatMessage(record));
      Throwable thrown = record.getThrown();
      if (thrown == null) {
        return line;
      }
      if (!traces) {
        return line.stripTrailing() + " (" + thrown + ")" + System.lineSeparator();
      }
      StringWriter trace = new StringWriter();
      thrown.printStackTrace(new PrintWriter(trace, true));
      return line + trace;
    }
  }
}
