package org.meterhaus.soap.security;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a message brings to prove who sends it; nothing here has been checked. */
public sealed interface Credentials {

  /** Neither of the two kinds. */
  record None() implements Credentials {}

  /**
   * The token of the REST API, from the HTTP header {@code Authorization}.
   *
   * @param token without the word Bearer
   */
  record Bearer(String token) implements Credentials {
    /** Without the token: it must not get into a log. */
    @Override
    public String toString() {
      return "Bearer[...]";
    }
  }

  /**
   * A WS-Security UsernameToken with PasswordText.
   *
   * @param nonce as written; null if there is none
   * @param created null if there is none
   */
  record Password(
      String username, String password, @Nullable String nonce, @Nullable Instant created)
      implements Credentials {
    /** Without the password: it must not get into a log. */
    @Override
    public String toString() {
      return "Password[username=" + username + "]";
    }
  }

  /**
   * Something that claims to be credentials and cannot be used.
   *
   * @param reason one English sentence that is safe to show
   */
  record Unusable(String reason) implements Credentials {}
}
