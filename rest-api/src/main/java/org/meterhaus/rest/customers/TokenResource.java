package org.meterhaus.rest.customers;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.meterhaus.dissemination.access.Refusal;
import org.meterhaus.dissemination.access.RefusedException;
import org.meterhaus.dissemination.customer.SignIn;
import org.meterhaus.dissemination.customer.Tokens;
import org.meterhaus.rest.edge.BearerFilter;

/**
 * {@code POST} and {@code DELETE /oauth/token}: sign in and out.
 *
 * @see "RFC 6749, section 4.3 (request and success); refusals are problem documents"
 */
@Path("oauth/token")
public final class TokenResource {

  private static final int MAX_CHARS = 1_024;

  private final SignIn signIn;
  private final Tokens tokens;

  public TokenResource(SignIn signIn, Tokens tokens) {
    this.signIn = signIn;
    this.tokens = tokens;
  }

  /** Changes a user name and a password into a token. */
  @POST
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Produces(MediaType.APPLICATION_JSON)
  public TokenJson issue(
      MultivaluedMap<String, String> form, @Context HttpServletRequest connection) {
    if (!field(form, "grant_type").equals("password")) {
      throw new RefusedException(
          new Refusal.InvalidParameter("grant_type", "only password is known"));
    }
    var issued =
        signIn.issueToken(
            field(form, "username"), field(form, "password"), connection.getRemoteAddr());
    return new TokenJson(issued.accessToken(), "Bearer", issued.expiresIn().toSeconds());
  }

  /** Makes the token of this very request worthless. */
  @DELETE
  public Response revoke(@Context ContainerRequestContext request) {
    String token = BearerFilter.token(request);
    if (token != null) {
      tokens.revoke(token);
    }
    return Response.noContent().build();
  }

  private static String field(MultivaluedMap<String, String> form, String name) {
    List<String> values = form.getOrDefault(name, List.of());
    if (values.size() != 1 || values.getFirst().isEmpty()) {
      throw new RefusedException(new Refusal.InvalidParameter(name, "it has to be given once"));
    }
    if (values.getFirst().length() > MAX_CHARS) {
      throw new RefusedException(
          new Refusal.InvalidParameter(name, "it is longer than " + MAX_CHARS + " characters"));
    }
    return values.getFirst();
  }

  /**
   * Names as in RFC 6749, section 5.1.
   *
   * @param expires_in seconds
   */
  public record TokenJson(String access_token, String token_type, long expires_in) {

    /** Without the token: it must not get into a log. */
    @Override
    public String toString() {
      return "TokenJson[expires_in=" + expires_in + "]";
    }
  }
}
