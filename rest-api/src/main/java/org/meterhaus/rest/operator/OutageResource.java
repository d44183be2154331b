package org.meterhaus.rest.operator;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dissemination.operator.OutageReports;
import org.meterhaus.dissemination.time.Interval;
import org.meterhaus.rest.edge.Identity;
import org.meterhaus.rest.edge.IntervalJson;

/** {@code /operator/outages}: what went dark, or silent, in the operator's buildings. */
@Path("operator/outages")
@Produces(MediaType.APPLICATION_JSON)
public final class OutageResource {

  private final OutageReports reports;

  public OutageResource(OutageReports reports) {
    this.reports = reports;
  }

  /** The latest first, at most 200. */
  @GET
  public OutagesJson list(
      @Context SecurityContext who,
      @QueryParam("state") @Nullable String state,
      @QueryParam("interval") @Nullable String interval) {
    var overview = reports.list(Identity.operator(who), state, interval);
    return new OutagesJson(
        IntervalJson.of(overview.interval()),
        overview.outages().stream().map(OutageJson::of).toList(),
        overview.isCut(),
        overview.silentMeters().stream()
            .map(meter ->
                new FaultyMeterJson(
                    meter.meter(),
                    meter.building(),
                    meter.section(),
                    meter.flat(),
                    meter.silentSince(),
                    meter.lastGaspAt()))
            .toList());
  }

  /** One with its meters and the evidence. */
  @GET
  @Path("{id}")
  public OutageReportJson get(@Context SecurityContext who, @PathParam("id") String id) {
    var report = reports.get(Identity.operator(who), id);
    return new OutageReportJson(
        OutageJson.of(report.outage()),
        report.evidence(),
        report.meters().stream().map(SilentMeterJson::of).toList());
  }

  private static @Nullable IntervalJson json(@Nullable Interval interval) {
    return interval == null ? null : IntervalJson.of(interval);
  }

  /** Outages, and meters that are silent on their own. */
  public record OutagesJson(
      IntervalJson interval,
      List<OutageJson> items,
      boolean cut,
      List<FaultyMeterJson> silentMeters) {}

  /** A silent meter of no outage. */
  public record FaultyMeterJson(
      String meter,
      String building,
      String section,
      String flat,
      Instant silentSince,
      @Nullable Instant lastGaspAt) {}

  /** An outage. */
  public record OutageJson(
      String id,
      String building,
      @Nullable String section,
      String state,
      String cause,
      Instant began,
      Instant suspectedAt,
      @Nullable Instant confirmedAt,
      @Nullable Instant restoredAt,
      @Nullable IntervalJson powerOff,
      int reopened,
      int meters,
      int silent) {

    static OutageJson of(OutageReports.Summary outage) {
      return new OutageJson(
          outage.id().toString(),
          outage.building(),
          outage.section(),
          outage.state(),
          outage.cause(),
          outage.began(),
          outage.suspectedAt(),
          outage.confirmedAt(),
          outage.restoredAt(),
          json(outage.powerOff()),
          outage.reopened(),
          outage.meters(),
          outage.silent());
    }
  }

  /** An outage with all that is known about it. */
  public record OutageReportJson(
      OutageJson outage, List<String> evidence, List<SilentMeterJson> meters) {}

  /** A meter of an outage. */
  public record SilentMeterJson(
      String meter,
      String section,
      String flat,
      String label,
      String sink,
      Instant silentSince,
      boolean lastGasp,
      @Nullable Instant lastGaspAt,
      @Nullable Instant returnedAt,
      String supply,
      @Nullable Long energyWh,
      @Nullable IntervalJson powerOff,
      List<RowJson> returned) {

    static SilentMeterJson of(OutageReports.SilentMeter meter) {
      return new SilentMeterJson(
          meter.meter(),
          meter.section(),
          meter.flat(),
          meter.label(),
          meter.sink(),
          meter.silentSince(),
          meter.lastGasp(),
          meter.lastGaspAt(),
          meter.returnedAt(),
          meter.supply(),
          meter.energyWh(),
          json(meter.powerOff()),
          meter.returned().stream()
              .map(row -> new RowJson(row.end(), row.status(), row.energyWh(), row.registerWh()))
              .toList());
    }
  }

  /** A row of a load profile. */
  public record RowJson(
      Instant end, int status, @Nullable Integer energyWh, @Nullable Long registerWh) {}
}
