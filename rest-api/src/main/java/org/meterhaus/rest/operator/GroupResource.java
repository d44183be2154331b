package org.meterhaus.rest.operator;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dissemination.operator.GroupReport;
import org.meterhaus.rest.edge.Identity;
import org.meterhaus.rest.groups.GroupJson;

/** {@code GET /operator/groups}: customers whose load has the same shape. */
@Path("operator/groups")
@Produces(MediaType.APPLICATION_JSON)
public final class GroupResource {

  private final GroupReport report;

  public GroupResource(GroupReport report) {
    this.report = report;
  }

  /** The newest grouping, or why there is none. */
  @GET
  public GroupsJson groups(@Context SecurityContext who) {
    return report
        .newest(Identity.operator(who))
        .map(GroupsJson::of)
        .orElseGet(() ->
            new GroupsJson("not-made-yet", null, null, null, null, null, List.of(), List.of()));
  }

  /**
   * A grouping.
   *
   * @param reason null where there are groups
   */
  public record GroupsJson(
      @Nullable String reason,
      @Nullable LocalDate from,
      @Nullable LocalDate until,
      @Nullable Instant madeAt,
      @Nullable Integer households,
      @Nullable Integer needed,
      List<SilhouetteJson> silhouettes,
      List<GroupJson> items) {

    static GroupsJson of(GroupReport.Grouping grouping) {
      return new GroupsJson(
          grouping.groups().isEmpty() ? "too-few-households" : null,
          grouping.from(),
          grouping.until(),
          grouping.madeAt(),
          grouping.households(),
          grouping.needed(),
          grouping.silhouettes().entrySet().stream()
              .map(tried -> new SilhouetteJson(tried.getKey(), tried.getValue()))
              .toList(),
          grouping.groups().stream().map(GroupJson::of).toList());
    }
  }

  /** How well a number of groups fits, -1 to 1. */
  public record SilhouetteJson(int groups, double silhouette) {}
}
