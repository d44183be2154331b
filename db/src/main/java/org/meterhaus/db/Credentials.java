package org.meterhaus.db;

/**
 * A PostgreSQL role and its password. The password never shows in {@link #toString}.
 *
 * @param user not blank
 * @param password may be empty where the server trusts the peer by other means
 */
public record Credentials(String user, String password) {

  public Credentials {
    if (user.isBlank()) {
      throw new IllegalArgumentException("user must not be blank");
    }
  }

  @Override
  public String toString() {
    return "Credentials[" + user + "]";
  }
}
