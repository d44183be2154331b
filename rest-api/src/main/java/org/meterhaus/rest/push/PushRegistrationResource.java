package org.meterhaus.rest.push;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.meterhaus.dissemination.push.PushRegistrations;
import org.meterhaus.rest.edge.Identity;
import org.meterhaus.rest.edge.LinksJson;
import org.meterhaus.rest.edge.RequestBody;

/** {@code /push-registrations}: phones of the caller that want to be told. */
@Path("push-registrations")
@Produces(MediaType.APPLICATION_JSON)
public final class PushRegistrationResource {

  private static final Set<String> FIELDS = Set.of("token", "platform");

  private final PushRegistrations registrations;

  public PushRegistrationResource(PushRegistrations registrations) {
    this.registrations = registrations;
  }

  /** Registers a phone; the same token again is the same registration. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Response register(@Context SecurityContext who, @Context UriInfo uri, InputStream in) {
    var body = RequestBody.read(in, FIELDS);
    String token = body.string("token");
    String platform = body.string("platform");
    body.done();
    var registration = registrations.register(Identity.of(who), token, platform);
    return Response.created(
            uri.getBaseUriBuilder()
                .path("push-registrations")
                .path(registration.id().toString())
                .build())
        .entity(PushRegistrationJson.of(registration))
        .build();
  }

  /** My phones. */
  @GET
  public PushRegistrationsJson list(@Context SecurityContext who) {
    return new PushRegistrationsJson(
        registrations.list(Identity.of(who)).stream().map(PushRegistrationJson::of).toList(),
        LinksJson.LAST);
  }

  /** One of them. */
  @GET
  @Path("{id}")
  public PushRegistrationJson one(@Context SecurityContext who, @PathParam("id") String id) {
    return PushRegistrationJson.of(registrations.get(Identity.of(who), id));
  }

  /** Tells it nothing any more. */
  @DELETE
  @Path("{id}")
  public Response remove(@Context SecurityContext who, @PathParam("id") String id) {
    registrations.remove(Identity.of(who), id);
    return Response.noContent().build();
  }

  /** A list of phones. */
  public record PushRegistrationsJson(List<PushRegistrationJson> items, LinksJson links) {}

  /** A phone. */
  public record PushRegistrationJson(
      String id, String token, String platform, Instant createdAt, boolean live) {

    static PushRegistrationJson of(PushRegistrations.Registration registration) {
      return new PushRegistrationJson(
          registration.id().toString(),
          registration.token(),
          registration.platform(),
          registration.createdAt(),
          registration.live());
    }
  }
}
