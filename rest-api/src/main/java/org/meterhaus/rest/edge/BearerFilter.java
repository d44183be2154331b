package org.meterhaus.rest.edge;

import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.ext.Provider;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dissemination.access.Operator;
import org.meterhaus.dissemination.access.SignedIn;
import org.meterhaus.dissemination.customer.Tokens;
import org.meterhaus.rest.problems.EdgeRefusal;
import org.meterhaus.rest.problems.EdgeRefusalException;
import org.meterhaus.rest.trace.TraceFilter;

/**
 * Nothing without a valid token, except what is listed here. Works before a resource is looked for,
 * so that a new resource is closed until somebody opens it, and an unknown path tells nothing.
 */
@Provider
@PreMatching
@Priority(Priorities.AUTHENTICATION)
public final class BearerFilter implements ContainerRequestFilter {

  /** Method and path below the base; everything public, whole. */
  private static final Set<String> OPEN =
      Set.of("GET ", "POST oauth/token", "GET time", "GET periods", "GET problems");

  private static final Pattern OPEN_PROBLEM = Pattern.compile("GET problems/[a-z-]{1,64}");

  /** RFC 6750, section 2.1; the scheme's name does not distinguish case. */
  private static final Pattern BEARER =
      Pattern.compile("bearer +([A-Za-z0-9._~+/-]{1,512}=*)", Pattern.CASE_INSENSITIVE);

  private final Tokens tokens;

  public BearerFilter(Tokens tokens) {
    this.tokens = tokens;
  }

  @Override
  public void filter(ContainerRequestContext request) {
    if (isOpen(request.getMethod(), request.getUriInfo().getPath())) {
      return;
    }
    SignedIn party = tokens.identify(token(request), TraceFilter.of(request).id());
    if (!mayEnter(party, request.getUriInfo().getPath())) {
      throw new EdgeRefusalException(new EdgeRefusal.NoSuchResource());
    }
    request.setSecurityContext(new Identity(party, request.getSecurityContext().isSecure()));
  }

  /**
   * Whether a path may exist for somebody. Before any resource is looked for, so that one which
   * forgets to ask who it serves is closed all the same.
   */
  static boolean mayEnter(SignedIn party, String path) {
    return path.equals("oauth/token") || path.startsWith("operator/") == party instanceof Operator;
  }

  /** Whether a request needs no token. */
  static boolean isOpen(String method, String path) {
    String asked = (method.equals("HEAD") ? "GET" : method) + " " + path;
    return OPEN.contains(asked) || OPEN_PROBLEM.matcher(asked).matches();
  }

  /** The token that a request carries, or null if it carries none that could be one. */
  public static @Nullable String token(ContainerRequestContext request) {
    String header = request.getHeaderString("Authorization");
    return header == null ? null : token(header);
  }

  static @Nullable String token(String header) {
    var matcher = BEARER.matcher(header.strip());
    return matcher.matches() ? matcher.group(1) : null;
  }
}
