package org.meterhaus.rest.edge;

import jakarta.ws.rs.core.SecurityContext;
import java.security.Principal;
import org.meterhaus.dissemination.access.Caller;

/** Hands the proven caller from {@link BearerFilter} to the resources. */
public final class Identity implements SecurityContext {

  private record Proven(Caller caller) implements Principal {
    @Override
    public String getName() {
      return caller.customerId();
    }
  }

  private final Proven proven;
  private final boolean secure;

  Identity(Caller caller, boolean secure) {
    this.proven = new Proven(caller);
    this.secure = secure;
  }

  /**
   * Who asks.
   *
   * @throws IllegalStateException if the resource was reached without proof, which is a hole in the
   *     filter and must not be papered over
   */
  public static Caller of(SecurityContext context) {
    if (context.getUserPrincipal() instanceof Proven(Caller caller)) {
      return caller;
    }
    throw new IllegalStateException("a resource for customers was reached without a caller");
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
