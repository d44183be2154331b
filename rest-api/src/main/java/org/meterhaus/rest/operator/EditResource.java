package org.meterhaus.rest.operator;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dissemination.operator.EditReadings;
import org.meterhaus.rest.edge.Identity;
import org.meterhaus.rest.edge.LinksJson;
import org.meterhaus.rest.edge.Parameters;
import org.meterhaus.rest.edge.RequestBody;

/** {@code /operator/usage-points/{id}/edits}: values in place of the meter's. */
@Path("operator/usage-points/{id}/edits")
@Produces(MediaType.APPLICATION_JSON)
public final class EditResource {
  private static final Set<String> FIELDS = Set.of("start", "valuesWh", "reason", "customerText");
  private static final Set<String> LISTS = Set.of("valuesWh");

  private final EditReadings editReadings;

  public EditResource(EditReadings editReadings) {
    this.editReadings = editReadings;
  }

  /** Puts values in place. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Response add(
      @Context SecurityContext who, @PathParam("id") String usagePoint, InputStream in) {
    var body = RequestBody.read(in, FIELDS, LISTS);
    var edit =
        new EditReadings.NewEdit(
            body.string("start"),
            body.integers("valuesWh"),
            body.string("reason"),
            body.string("customerText"));
    body.done();
    return Response.status(Response.Status.CREATED)
        .entity(EditJson.of(editReadings.add(Identity.operator(who), usagePoint, edit)))
        .build();
  }

  /** Edits that touch an interval, revoked ones too. */
  @GET
  public EditsJson list(
      @Context SecurityContext who,
      @PathParam("id") String usagePoint,
      @QueryParam("interval") @Nullable String interval) {
    return new EditsJson(
        editReadings
            .list(Identity.operator(who), usagePoint, Parameters.required("interval", interval))
            .stream()
            .map(EditJson::of)
            .toList(),
        LinksJson.LAST);
  }

  /** Takes an edit back; it stays on record. */
  @DELETE
  @Path("{edit}")
  public EditJson revoke(
      @Context SecurityContext who,
      @PathParam("id") String usagePoint,
      @PathParam("edit") String edit,
      @QueryParam("reason") @Nullable String reason) {
    return EditJson.of(editReadings.revoke(Identity.operator(who), usagePoint, edit, reason));
  }

  /** A list of edits. */
  public record EditsJson(List<EditJson> items, LinksJson links) {}

  /** An edit. */
  public record EditJson(
      String id,
      String operator,
      Instant start,
      Instant end,
      List<Integer> valuesWh,
      String reason,
      String customerText,
      Instant createdAt,
      @Nullable RevocationJson revocation) {

    static EditJson of(EditReadings.EditView edit) {
      var revocation = edit.revocation();
      return new EditJson(
          edit.id().toString(),
          edit.operator(),
          edit.start(),
          edit.end(),
          edit.valuesWh(),
          edit.reason(),
          edit.customerText(),
          edit.createdAt(),
          revocation == null
              ? null
              : new RevocationJson(revocation.operator(), revocation.reason(), revocation.at()));
    }
  }

  /** That an edit holds no longer. */
  public record RevocationJson(String operator, String reason, Instant at) {}
}
