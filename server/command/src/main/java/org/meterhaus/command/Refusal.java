package org.meterhaus.command;

/** Something the user can put right: said in one line, without a stack trace, exit code 2. */
public final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /**
   * @param message what is wrong and what to do, one line
   */
  public Refusal(String message) {
    super(message);
  }

  /** As above, with what led to it kept for the log. */
  public Refusal(String message, Throwable cause) {
    super(message, cause);
  }
}
