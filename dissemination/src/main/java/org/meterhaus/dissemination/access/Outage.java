package org.meterhaus.dissemination.access;

import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tells a database that is away, which passes, from a bug, which does not. Stateless. */
public final class Outage {
  private static final System.Logger LOG = System.getLogger(Outage.class.getName());

  private Outage() {}

  /**
   * Runs work on the database.
   *
   * @throws RefusedException not-ready when the database cannot be reached or is going down;
   *     whatever was under way may or may not have been committed
   */
  public static <T> T refused(Supplier<T> work) {
    try {
      return work.get();
    } catch (RuntimeException e) {
      if (e instanceof RefusedException || !isOutage(e)) {
        throw e;
      }
      LOG.log(Level.WARNING, "the database does not answer", e);
      throw new RefusedException(new Refusal.NotReady("the database does not answer"));
    }
  }

  private static boolean isOutage(RuntimeException failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLTransientConnectionException
          || cause instanceof SQLNonTransientConnectionException) {
        return true;
      }
      if (cause instanceof SQLException sql
          && sql.getSQLState() != null
          && isOutage(sql.getSQLState())) {
        return true;
      }
    }
    return false;
  }

  /**
   * Classes 08 (connection) and 53 (no resources), and 57P01 to 57P03: shutting down, crashed,
   * starting.
   */
  private static boolean isOutage(String sqlState) {
    return sqlState.startsWith("08") || sqlState.startsWith("53") || sqlState.startsWith("57P0");
  }
}
