package org.meterhaus.rest.customers;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dissemination.customer.CustomerInformation;
import org.meterhaus.rest.edge.Identity;
import org.meterhaus.rest.edge.IntervalJson;

/** {@code GET /customers/me} and {@code /customers/me/last-month}. */
@Path("customers/me")
@Produces(MediaType.APPLICATION_JSON)
public final class CustomerResource {

  private final CustomerInformation information;

  public CustomerResource(CustomerInformation information) {
    this.information = information;
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
