package org.meterhaus.rest.readings;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dissemination.UseCases;
import org.meterhaus.dissemination.access.Caller;
import org.meterhaus.dissemination.cost.EnergyCost;
import org.meterhaus.dissemination.customer.CustomerInformation;
import org.meterhaus.dissemination.groups.AlikeCustomers;
import org.meterhaus.dissemination.readings.Availability;
import org.meterhaus.dissemination.readings.ExtractData;
import org.meterhaus.dissemination.readings.ListRevisions;
import org.meterhaus.dissemination.sub.Aggregate;
import org.meterhaus.dissemination.sub.ComparePeriods;
import org.meterhaus.dissemination.utilisation.Utilisation;
import org.meterhaus.rest.edge.ChannelJson;
import org.meterhaus.rest.edge.Identity;
import org.meterhaus.rest.edge.LinksJson;
import org.meterhaus.rest.edge.Parameters;
import org.meterhaus.rest.groups.OwnGroupJson;

/** {@code /usage-points}: the caller's flats and what they used. */
@Path("usage-points")
@Produces(MediaType.APPLICATION_JSON)
public final class UsagePointResource {

  /** May be kept by the client, but asked about each time: a late value changes the past. */
  private static final String REVALIDATE = "private, no-cache";

  private final CustomerInformation information;
  private final ExtractData extractData;
  private final Availability availability;
  private final Aggregate aggregate;
  private final ListRevisions listRevisions;
  private final ComparePeriods comparePeriods;
  private final Utilisation utilisation;
  private final EnergyCost energyCost;
  private final AlikeCustomers alikeCustomers;

  public UsagePointResource(UseCases useCases) {
    this.information = useCases.customerInformation();
    this.extractData = useCases.extractData();
    this.availability = useCases.availability();
    this.aggregate = useCases.aggregate();
    this.listRevisions = useCases.listRevisions();
    this.comparePeriods = useCases.comparePeriods();
    this.utilisation = useCases.utilisation();
    this.energyCost = useCases.energyCost();
    this.alikeCustomers = useCases.alikeCustomers();
  }

  /** My usage points. */
  @GET
  public UsagePointsJson list(@Context SecurityContext who) {
    return new UsagePointsJson(
        information.usagePoints(Identity.of(who)).stream().map(UsagePointJson::of).toList(),
        LinksJson.LAST);
  }

  /** Values of an interval, now or as they were known, or 304 if the client has them already. */
  @GET
  @Path("{id}/readings")
  public Response readings(
      @Context SecurityContext who,
      @Context Request request,
      @PathParam("id") String id,
      @QueryParam("interval") @Nullable String interval,
      @QueryParam("resolution") @Nullable String resolution,
      @QueryParam("asOf") @Nullable String asOf) {
    Caller caller = Identity.of(who);
    String asked = Parameters.required("interval", interval);
    var series =
        asOf == null
            ? extractData.ofUsagePoint(caller, id, asked, resolution)
            : extractData.ofUsagePointAsOf(caller, id, asked, resolution, asOf);
    var tag = SeriesTag.of(series);
    var unchanged = request.evaluatePreconditions(tag);
    return (unchanged == null ? Response.ok(ReadingsJson.of(series)) : unchanged)
        .tag(tag)
        .header("Cache-Control", REVALIDATE)
        .build();
  }

  /** What changed after it had been given out: when, why, from what to what. */
  @GET
  @Path("{id}/revisions")
  public RevisionsJson revisions(
      @Context SecurityContext who,
      @PathParam("id") String id,
      @QueryParam("interval") @Nullable String interval) {
    return RevisionsJson.of(
        listRevisions.ofUsagePoint(
            Identity.of(who), id, Parameters.required("interval", interval)));
  }

  /** Which values are there. */
  @GET
  @Path("{id}/availability")
  public AvailabilityJson availability(@Context SecurityContext who, @PathParam("id") String id) {
    return AvailabilityJson.of(availability.ofUsagePoint(Identity.of(who), id));
  }

  /** Functions per bucket; without a bucket, of the whole interval. */
  @GET
  @Path("{id}/aggregates")
  public AggregatesJson aggregates(
      @Context SecurityContext who,
      @PathParam("id") String id,
      @QueryParam("interval") @Nullable String interval,
      @QueryParam("bucket") @Nullable String bucket,
      @QueryParam("fn") @Nullable String functions) {
    return AggregatesJson.ofUsagePoint(
        aggregate.ofUsagePoint(
            Identity.of(who),
            id,
            Parameters.required("interval", interval),
            bucket,
            Parameters.list(Parameters.required("fn", functions))));
  }

  /** Against the period before. */
  @GET
  @Path("{id}/comparison")
  public PeriodComparisonJson comparison(
      @Context SecurityContext who,
      @PathParam("id") String id,
      @QueryParam("interval") @Nullable String interval) {
    return PeriodComparisonJson.of(
        comparePeriods.withPrevious(
            Identity.of(who), id, Parameters.required("interval", interval)));
  }

  /** Where the energy goes: appliances and the rest. */
  @GET
  @Path("{id}/utilisation")
  public FlatUtilisationJson utilisation(
      @Context SecurityContext who,
      @PathParam("id") String id,
      @QueryParam("interval") @Nullable String interval) {
    return FlatUtilisationJson.of(
        utilisation.ofUsagePoint(Identity.of(who), id, Parameters.required("interval", interval)));
  }

  /** What the energy costs per bucket; without a bucket, over the whole interval. */
  @GET
  @Path("{id}/cost")
  public CostJson cost(
      @Context SecurityContext who,
      @PathParam("id") String id,
      @QueryParam("interval") @Nullable String interval,
      @QueryParam("bucket") @Nullable String bucket) {
    return CostJson.of(
        energyCost.ofUsagePoint(
            Identity.of(who), id, Parameters.required("interval", interval), bucket));
  }

  /** Which group of customers is like me, and how I compare. */
  @GET
  @Path("{id}/group")
  public OwnGroupJson group(@Context SecurityContext who, @PathParam("id") String id) {
    return OwnGroupJson.of(alikeCustomers.ofUsagePoint(Identity.of(who), id));
  }

  /** A list of usage points. */
  public record UsagePointsJson(List<UsagePointJson> items, LinksJson links) {}

  /** A flat and the channel that measures it. */
  public record UsagePointJson(
      String id,
      String label,
      SectionJson section,
      BuildingJson building,
      @Nullable Integer areaM2,
      @Nullable Integer persons,
      ChannelJson channel) {

    static UsagePointJson of(CustomerInformation.UsagePoint point) {
      return new UsagePointJson(
          point.id(),
          point.label(),
          new SectionJson(point.section().id(), point.section().name()),
          new BuildingJson(
              point.building().id(), point.building().name(), point.building().zone().getId()),
          point.areaM2(),
          point.persons(),
          new ChannelJson(
              point.channel().obis(),
              point.channel().unit(),
              point.channel().intervalLength().toString()));
    }
  }

  /** A section of a building. */
  public record SectionJson(String id, String name) {}

  /** A building. */
  public record BuildingJson(String id, String name, String zone) {}
}
