package org.meterhaus.rest.problems;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.jspecify.annotations.Nullable;

/** Tells a database that is away from a statement that is wrong. */
final class Outage {

  /** Classes and values of SQLSTATE that mean "not now". */
  private static final String CONNECTION_EXCEPTION = "08";

  private static final String OPERATOR_INTERVENTION = "57P";
  private static final String TOO_MANY_CONNECTIONS = "53300";

  private Outage() {}

  /** Whether a lost or missing connection is somewhere among the causes. */
  static boolean isBehind(Throwable problem) {
    for (@Nullable Throwable cause = problem; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLTransientConnectionException
          || (cause instanceof SQLException sql && isOutage(sql.getSQLState()))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOutage(@Nullable String state) {
    return state != null
        && (state.startsWith(CONNECTION_EXCEPTION)
            || state.startsWith(OPERATOR_INTERVENTION)
            || state.equals(TOO_MANY_CONNECTIONS));
  }
}
