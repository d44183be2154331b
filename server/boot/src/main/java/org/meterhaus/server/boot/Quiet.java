package org.meterhaus.server.boot;

import java.util.Set;
import java.util.logging.Filter;
import java.util.logging.Level;
import java.util.logging.LogRecord;

/**
 * Lets through what an operator should read: ours as configured, everybody else's from WARNING, and
 * nothing of those who warn of what is as it should be.
 *
 * <p>A filter and not levels, because Payara sets the levels of its own loggers while it starts.
 * Named in {@code logging.properties}.
 */
public final class Quiet implements Filter {

  private static final String OURS = "org.meterhaus.";

  private static final Set<String> UNHEARD =
      Set.of(
          // each expired authority in the trust store that Payara brings
          "javax.enterprise.system.security.ssl",
          // what an application leaves behind when it is taken out; ours ends with the process
          "jakarta.enterprise.web.util",
          // each resource that is published as an object is "not a provider"
          "org.glassfish.jersey.internal.inject.Providers");

  @Override
  public boolean isLoggable(LogRecord record) {
    String logger = String.valueOf(record.getLoggerName());
    return logger.startsWith(OURS)
        || (record.getLevel().intValue() >= Level.WARNING.intValue()
            && !UNHEARD.contains(logger)
            && !isMalformedRequest(record));
  }

  /** A request line that cannot be decoded is its sender's mistake, and anybody can send many. */
  private static boolean isMalformedRequest(LogRecord record) {
    return record.getThrown() instanceof IllegalArgumentException e
        && String.valueOf(e.getMessage()).startsWith("URLDecoder:");
  }
}
