package org.meterhaus.rest.alarms;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import jakarta.ws.rs.core.UriInfo;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dissemination.alarms.Alarms;
import org.meterhaus.rest.edge.Identity;
import org.meterhaus.rest.edge.LinksJson;
import org.meterhaus.rest.edge.Parameters;

/** {@code /alarms}: what was raised for the caller. */
@Path("alarms")
@Produces(MediaType.APPLICATION_JSON)
public final class AlarmResource {

  private final Alarms alarms;

  public AlarmResource(Alarms alarms) {
    this.alarms = alarms;
  }

  /** Newest first, a page at a time. */
  @GET
  public AlarmsJson list(
      @Context SecurityContext who,
      @Context UriInfo uri,
      @QueryParam("cursor") @Nullable String cursor,
      @QueryParam("limit") @Nullable String limit) {
    Integer wanted = Parameters.integer("limit", limit);
    var page = alarms.list(Identity.of(who), cursor, wanted);
    return new AlarmsJson(
        page.items().stream().map(AlarmJson::of).toList(), next(uri, page.nextCursor(), wanted));
  }

  /** Says that I have seen it; saying so twice keeps the first time. */
  @POST
  @Path("{id}/acknowledgement")
  public AlarmJson acknowledge(@Context SecurityContext who, @PathParam("id") String id) {
    return AlarmJson.of(alarms.acknowledge(Identity.of(who), id));
  }

  private static LinksJson next(UriInfo uri, @Nullable String cursor, @Nullable Integer limit) {
    if (cursor == null) {
      return LinksJson.LAST;
    }
    var builder = uri.getBaseUriBuilder().path("alarms").queryParam("cursor", "{cursor}");
    if (limit != null) {
      builder.queryParam("limit", limit);
    }
    URI whole = builder.build(cursor);
    // without scheme and host, which a proxy before us may have changed
    return new LinksJson(whole.getRawPath() + "?" + whole.getRawQuery());
  }

  /** A page of alarms. */
  public record AlarmsJson(List<AlarmJson> items, LinksJson links) {}

  /** An alarm. */
  public record AlarmJson(
      String id,
      String device,
      String rule,
      Instant intervalStart,
      Instant intervalEnd,
      int observedW,
      int limitW,
      Instant raisedAt,
      @Nullable Instant acknowledgedAt) {

    static AlarmJson of(Alarms.Alarm alarm) {
      return new AlarmJson(
          alarm.id().toString(),
          alarm.device(),
          alarm.rule(),
          alarm.intervalStart(),
          alarm.intervalEnd(),
          alarm.observedW(),
          alarm.limitW(),
          alarm.raisedAt(),
          alarm.acknowledgedAt());
    }
  }
}
