package org.meterhaus.command.detect;

/** Something about the files that the user can put right; the message is one line. */
public final class BadInput extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BadInput(String message) {
    super(message);
  }

  BadInput(String message, Throwable cause) {
    super(message, cause);
  }
}
