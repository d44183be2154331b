package org.meterhaus.rest.edge;

import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import org.meterhaus.dissemination.access.Caller;
import org.meterhaus.dissemination.access.Operator;
import org.meterhaus.dissemination.access.SignedIn;
import org.meterhaus.rest.problems.EdgeRefusal;
import org.meterhaus.rest.problems.EdgeRefusalException;

/**
 * Hands who has signed in from {@link BearerFilter} to the resources. What is for operators does
 * not exist for customers, and the other way round.
 */
public final class Identity implements SecurityContext {

  private record Proven(SignedIn party) implements Principal {
    @Override
    public String getName() {
      return party.actor();
    }
  }

  private final Proven proven;
  private final boolean secure;

  Identity(SignedIn party, boolean secure) {
    this.proven = new Proven(party);
    this.secure = secure;
  }

  /**
   * The customer who asks; an operator is told that there is no such resource.
   *
   * @throws IllegalStateException if the resource was reached without proof, which is a hole in the
   *     filter and must not be papered over
   */
  public static Caller of(SecurityContext context) {
    return switch (party(context)) {
      case Caller caller -> caller;
      case Operator _ -> throw new EdgeRefusalException(new EdgeRefusal.NoSuchResource());
    };
  }

  /**
   * The operator who asks; a customer is told that there is no such resource.
   *
   * @throws IllegalStateException as {@link #of}
   */
  public static Operator operator(SecurityContext context) {
    return switch (party(context)) {
      case Operator operator -> operator;
      case Caller _ -> throw new EdgeRefusalException(new EdgeRefusal.NoSuchResource());
    };
  }

  private static SignedIn party(SecurityContext context) {
    if (context.getUserPrincipal() instanceof Proven(SignedIn party)) {
      return party;
    }
    throw new IllegalStateException("a closed resource was reached without proof of identity");
  }

  @Override
  public Principal getUserPrincipal() {
    return proven;
  }

  @Override
  public boolean isUserInRole(String role) {
    return false;
  }

  @Override
  public boolean isSecure() {
    return secure;
  }

  @Override
  public String getAuthenticationScheme() {
    return "Bearer";
  }
}
