package org.meterhaus.rest.customers;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dissemination.sub.AggregateGroup;
import org.meterhaus.rest.edge.Identity;
import org.meterhaus.rest.readings.GroupAggregatesJson;
import org.meterhaus.rest.readings.GroupRequest;

/** {@code /buildings}: the caller's own building as a whole. */
@Path("buildings")
@Produces(MediaType.APPLICATION_JSON)
public final class BuildingResource {

  private final AggregateGroup aggregateGroup;

  public BuildingResource(AggregateGroup aggregateGroup) {
    this.aggregateGroup = aggregateGroup;
  }

  /** Functions of all flats together per bucket; without a bucket, of the whole interval. */
  @GET
  @Path("{id}/aggregates")
  public GroupAggregatesJson aggregates(
      @Context SecurityContext who,
      @PathParam("id") String id,
      @QueryParam("interval") @Nullable String interval,
      @QueryParam("bucket") @Nullable String bucket,
      @QueryParam("fn") @Nullable String functions) {
    return GroupAggregatesJson.of(
        aggregateGroup.ofBuilding(
            Identity.of(who), id, GroupRequest.of(interval, bucket, functions)));
  }
}
