package org.meterhaus.soap.security;

import jakarta.xml.ws.WebServiceContext;
import org.meterhaus.dissemination.access.Caller;
import org.meterhaus.dissemination.customer.SignIn;
import org.meterhaus.dissemination.customer.Tokens;

/** Turns the claim of a message into a caller, or refuses it. Thread-safe. */
public final class Callers {
  private final SignIn signIn;
  private final Tokens tokens;
  private final ReplayGuard replays;

  public Callers(SignIn signIn, Tokens tokens, ReplayGuard replays) {
    this.signIn = signIn;
    this.tokens = tokens;
    this.replays = replays;
  }

  /**
   * @param context of the request that is being answered
   * @throws org.meterhaus.dissemination.access.RefusedException not-authenticated,
   *     invalid-credentials, rate-limited
   * @throws CredentialsRefusedException if the credentials cannot even be looked at
   */
  public Caller of(WebServiceContext context) {
    return of(Claim.in(context.getMessageContext()));
  }

  private Caller of(Claim claim) {
    return switch (claim.credentials()) {
      case Credentials.None _ -> tokens.authenticate(null, claim.correlationId());
      case Credentials.Bearer(String token) -> tokens.authenticate(token, claim.correlationId());
      case Credentials.Password password -> byPassword(password, claim);
      case Credentials.Unusable(String reason) -> throw new CredentialsRefusedException(reason);
    };
  }

  private Caller byPassword(Credentials.Password password, Claim claim) {
    if (!claim.confidential()) {
      throw new CredentialsRefusedException(
          "A UsernameToken is taken over TLS or from this machine only.");
    }
    var created = password.created();
    if (created != null && !replays.isFresh(created)) {
      throw new CredentialsRefusedException("The UsernameToken is too old, or from the future.");
    }
    var caller =
        signIn.authenticate(
            password.username(), password.password(), claim.address(), claim.correlationId());
    // after the password, so that only those who know it can fill the memory
    if (password.nonce() != null && created != null) {
      switch (replays.use(password.username(), password.nonce(), created)) {
        case FIRST -> {}
        case REPEATED ->
            throw new CredentialsRefusedException("The UsernameToken was used before.");
        case FULL ->
            throw new CredentialsRefusedException(
                "Too many UsernameTokens at the moment; use a bearer token.");
      }
    }
    return caller;
  }
}
