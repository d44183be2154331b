package org.meterhaus.rest.customers;

import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.io.InputStream;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dissemination.customer.ReportFault;
import org.meterhaus.rest.edge.Identity;
import org.meterhaus.rest.edge.RequestBody;

/** {@code POST /faults}: something does not work. */
@Path("faults")
@Produces(MediaType.APPLICATION_JSON)
public final class FaultResource {

  private static final Set<String> FIELDS = Set.of("usagePoint", "device", "description");

  private final ReportFault reportFault;

  public FaultResource(ReportFault reportFault) {
    this.reportFault = reportFault;
  }

  /** Takes the report. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Response report(@Context SecurityContext who, InputStream in) {
    var body = RequestBody.read(in, FIELDS);
    var reported =
        new ReportFault.NewFault(
            body.string("usagePoint"), body.string("device"), body.string("description"));
    body.done();
    return Response.status(Response.Status.CREATED)
        .entity(FaultJson.of(reportFault.report(Identity.of(who), reported)))
        .build();
  }

  /** A report as we keep it. */
  public record FaultJson(
      String id,
      @Nullable String usagePoint,
      @Nullable String device,
      String description,
      String state,
      Instant createdAt) {

    static FaultJson of(ReportFault.Fault fault) {
      return new FaultJson(
          fault.id().toString(),
          fault.usagePoint(),
          fault.device(),
          fault.description(),
          fault.state(),
          fault.createdAt());
    }
  }
}
