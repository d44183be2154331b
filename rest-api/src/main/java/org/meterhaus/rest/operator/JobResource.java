package org.meterhaus.rest.operator;

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
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dissemination.operator.Reprocess;
import org.meterhaus.rest.edge.Identity;
import org.meterhaus.rest.edge.LinksJson;
import org.meterhaus.rest.edge.RequestBody;

/** {@code /operator/jobs}: spans that are derived anew. */
@Path("operator/jobs")
@Produces(MediaType.APPLICATION_JSON)
public final class JobResource {
  private static final Set<String> FIELDS =
      Set.of("from", "until", "building", "usagePoint", "rules");

  private final Reprocess reprocess;

  public JobResource(Reprocess reprocess) {
    this.reprocess = reprocess;
  }

  /** Accepts a job. */
  @POST
  @Consumes(MediaType.APPLICATION_JSON)
  public Response order(@Context SecurityContext who, InputStream in) {
    var body = RequestBody.read(in, FIELDS);
    var job =
        new Reprocess.NewJob(
            body.string("from"),
            body.string("until"),
            body.string("building"),
            body.string("usagePoint"),
            body.string("rules"));
    body.done();
    return Response.status(Response.Status.ACCEPTED)
        .entity(JobJson.of(reprocess.order(Identity.operator(who), job)))
        .build();
  }

  /** The newest jobs. */
  @GET
  public JobsJson list(@Context SecurityContext who) {
    return new JobsJson(
        reprocess.list(Identity.operator(who)).stream().map(JobJson::of).toList(), LinksJson.LAST);
  }

  /** How far a job is. */
  @GET
  @Path("{id}")
  public JobJson get(@Context SecurityContext who, @PathParam("id") String id) {
    return JobJson.of(reprocess.get(Identity.operator(who), id));
  }

  /** Stops a job; what it has done stays. */
  @DELETE
  @Path("{id}")
  public JobJson cancel(@Context SecurityContext who, @PathParam("id") String id) {
    return JobJson.of(reprocess.cancel(Identity.operator(who), id));
  }

  /** A list of jobs. */
  public record JobsJson(List<JobJson> items, LinksJson links) {}

  /** A job and its progress. */
  public record JobJson(
      String id,
      String requestedBy,
      String scope,
      String rules,
      String from,
      String until,
      String state,
      long channels,
      long done,
      long changedDays,
      Instant createdAt,
      @Nullable Instant startedAt,
      @Nullable Instant finishedAt,
      @Nullable String reason) {

    static JobJson of(Reprocess.JobView job) {
      return new JobJson(
          job.id().toString(),
          job.requestedBy(),
          job.scope(),
          job.rules(),
          job.from().toString(),
          job.until().toString(),
          job.state(),
          job.channels(),
          job.done(),
          job.changedDays(),
          job.createdAt(),
          job.startedAt(),
          job.finishedAt(),
          job.reason());
    }
  }
}
