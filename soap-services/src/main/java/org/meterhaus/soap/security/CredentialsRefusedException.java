package org.meterhaus.soap.security;

/**
 * Credentials that were refused for what they are, before anybody's password was looked at. The
 * message is safe to show.
 */
public final class CredentialsRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public CredentialsRefusedException(String reason) {
    // no stack trace: this is an answer, and a flood of them must stay cheap
    super(reason, null, false, false);
  }
}
