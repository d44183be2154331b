package org.meterhaus.dissemination.customer;

import java.time.Duration;
import org.meterhaus.dissemination.access.Caller;

/** Checks a user name and a password. An unknown user costs the same effort as a wrong password. */
@SuppressWarnings("DoNotCallSuggester")
public final class SignIn {

  /**
   * @param accessToken opaque, 256 random bits, base64url; shown once, kept only as a hash
   * @param expiresIn how long it is valid
   */
  public record IssuedToken(String accessToken, Duration expiresIn) {
    /** Without the token: it must not get into a log. */
    @Override
    public String toString() {
      return "IssuedToken[expiresIn=" + expiresIn + "]";
    }
  }

  /**
   * The password grant: checks and issues a token.
   *
   * @param address from where the request came, for throttling
   * @throws org.meterhaus.dissemination.access.RefusedException invalid-credentials, rate-limited
   */
  public IssuedToken issueToken(String username, String password, String address) {
    throw new UnsupportedOperationException();
  }

  /**
   * For protocols that send the password with each request (SOAP UsernameToken).
   *
   * @param address from where the request came, for throttling
   * @throws org.meterhaus.dissemination.access.RefusedException invalid-credentials, rate-limited
   */
  public Caller authenticate(
      String username, String password, String address, String correlationId) {
    throw new UnsupportedOperationException();
  }
}
