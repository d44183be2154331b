package org.meterhaus.server.boot;

import java.util.logging.Filter;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/**
 * Lets through what an operator should read: ours as configured, everybody else's from WARNING.
 *
 * <p>A filter and not a level, because Payara sets the levels of its own loggers while it starts.
 * Named in {@code logging.properties}.
 */
public final class Quiet implements Filter {

  private static final String OURS = "org.meterhaus.";

  @Override
  public boolean isLoggable(LogRecord record) {
    String logger = record.getLoggerName();
    return record.getLevel().intValue() >= Level.WARNING.intValue()
        || (logger != null && logger.startsWith(OURS));
  }
}
