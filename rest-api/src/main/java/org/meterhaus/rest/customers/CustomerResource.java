package org.meterhaus.rest.customers;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dissemination.customer.CustomerInformation;
import org.meterhaus.dissemination.sub.AggregateGroup;
import org.meterhaus.rest.edge.Identity;
import org.meterhaus.rest.edge.IntervalJson;
import org.meterhaus.rest.readings.GroupAggregatesJson;
import org.meterhaus.rest.readings.GroupRequest;

/** {@code GET /customers/me} and what lies below it. */
@Path("customers/me")
@Produces(MediaType.APPLICATION_JSON)
public final class CustomerResource {

  private final CustomerInformation information;
  private final AggregateGroup aggregateGroup;

  public CustomerResource(CustomerInformation information, AggregateGroup aggregateGroup) {
    this.information = information;
    this.aggregateGroup = aggregateGroup;
  }

  /** Functions of all my usage points together per bucket. */
  @GET
  @Path("aggregates")
  public GroupAggregatesJson aggregates(
      @Context SecurityContext who,
      @QueryParam("interval") @Nullable String interval,
      @QueryParam("bucket") @Nullable String bucket,
      @QueryParam("fn") @Nullable String functions) {
    return GroupAggregatesJson.of(
        aggregateGroup.ofPortfolio(Identity.of(who), GroupRequest.of(interval, bucket, functions)));
  }

  /** Who I am. */
  @GET
  public CustomerJson me(@Context SecurityContext who) {
    var me = information.me(Identity.of(who));
    return new CustomerJson(me.id(), me.name(), me.address(), me.phone(), me.email());
  }

  /** What I used in the calendar month before this one. */
  @GET
  @Path("last-month")
  public LastMonthJson lastMonth(@Context SecurityContext who) {
    var month = information.lastMonth(Identity.of(who));
    return new LastMonthJson(
        IntervalJson.of(month.interval()),
        month.zone().getId(),
        month.usagePoints().stream().map(UseJson::of).toList());
  }

  /** Master data; null where we were told nothing. */
  public record CustomerJson(
      String id,
      String name,
      @Nullable String address,
      @Nullable String phone,
      @Nullable String email) {}

  /** Use of a month. */
  public record LastMonthJson(IntervalJson interval, String zone, List<UseJson> usagePoints) {}

  /** Use of one usage point. */
  public record UseJson(
      String id,
      @Nullable Long sumWh,
      int expectedCount,
      int presentCount,
      String worstQuality,
      @Nullable Instant dataUntil) {

    static UseJson of(CustomerInformation.Use use) {
      return new UseJson(
          use.id(),
          use.sumWh(),
          use.expectedCount(),
          use.presentCount(),
          use.worstQuality().wireName(),
          use.dataUntil());
    }
  }
}
