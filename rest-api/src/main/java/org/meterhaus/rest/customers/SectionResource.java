package org.meterhaus.rest.customers;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dissemination.sections.CompareSections;
import org.meterhaus.dissemination.sub.AggregateGroup;
import org.meterhaus.rest.edge.Identity;
import org.meterhaus.rest.edge.IntervalJson;
import org.meterhaus.rest.edge.Parameters;
import org.meterhaus.rest.readings.GroupAggregatesJson;
import org.meterhaus.rest.readings.GroupRequest;

/** {@code /sections}: the sections of the caller's own building. */
@Path("sections")
@Produces(MediaType.APPLICATION_JSON)
public final class SectionResource {

  private final CompareSections compareSections;
  private final AggregateGroup aggregateGroup;

  public SectionResource(CompareSections compareSections, AggregateGroup aggregateGroup) {
    this.compareSections = compareSections;
    this.aggregateGroup = aggregateGroup;
  }

  /** Functions of its flats together per bucket; without a bucket, of the whole interval. */
  @GET
  @Path("{id}/aggregates")
  public GroupAggregatesJson aggregates(
      @Context SecurityContext who,
      @PathParam("id") String id,
      @QueryParam("interval") @Nullable String interval,
      @QueryParam("bucket") @Nullable String bucket,
      @QueryParam("fn") @Nullable String functions) {
    return GroupAggregatesJson.of(
        aggregateGroup.ofSection(
            Identity.of(who), id, GroupRequest.of(interval, bucket, functions)));
  }

  /** Compares them over an interval. */
  @GET
  @Path("comparison")
  public ComparisonJson compare(
      @Context SecurityContext who, @QueryParam("interval") @Nullable String interval) {
    var answer =
        compareSections.compare(Identity.of(who), Parameters.required("interval", interval));
    return new ComparisonJson(
        answer.building(),
        IntervalJson.of(answer.interval()),
        answer.zone().getId(),
        answer.sections().stream().map(SectionUseJson::of).toList());
  }

  /** Sections side by side. */
  public record ComparisonJson(
      String building, IntervalJson interval, String zone, List<SectionUseJson> items) {}

  /**
   * @param section its id
   * @param withheld whether too few flats are behind the numbers, which are null then
   */
  public record SectionUseJson(
      String section,
      String name,
      int flats,
      boolean withheld,
      @Nullable Long sumWh,
      @Nullable BigDecimal perFlatWh,
      @Nullable BigDecimal perM2Wh,
      @Nullable BigDecimal perPersonWh,
      @Nullable Integer expectedCount,
      @Nullable Integer presentCount,
      @Nullable String worstQuality) {

    static SectionUseJson of(CompareSections.Section section) {
      var use = section.use();
      return use == null
          ? new SectionUseJson(
              section.section(),
              section.name(),
              section.flats(),
              true,
              null,
              null,
              null,
              null,
              null,
              null,
              null)
          : new SectionUseJson(
              section.section(),
              section.name(),
              section.flats(),
              false,
              use.sumWh(),
              use.perFlatWh(),
              use.perM2Wh(),
              use.perPersonWh(),
              use.expectedCount(),
              use.presentCount(),
              use.worstQuality().wireName());
    }
  }
}
