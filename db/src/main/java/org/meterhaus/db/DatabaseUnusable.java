package org.meterhaus.db;

/**
 * The database cannot be used by this program, and trying again will not help: a newer schema,
 * another major version, a data directory in use. The message is one line for the operator.
 */
public final class DatabaseUnusable extends RuntimeException {

  public DatabaseUnusable(String message) {
    super(message);
  }

  public DatabaseUnusable(String message, Throwable cause) {
    super(message, cause);
  }
}
