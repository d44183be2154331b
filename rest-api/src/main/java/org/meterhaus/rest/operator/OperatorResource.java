package org.meterhaus.rest.operator;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.SecurityContext;
import java.util.List;
import org.meterhaus.dissemination.operator.OperatorInformation;
import org.meterhaus.rest.edge.Identity;

/** {@code GET /operator/me}: who I am and what there is to run. */
@Path("operator/me")
@Produces(MediaType.APPLICATION_JSON)
public final class OperatorResource {

  private final OperatorInformation information;

  public OperatorResource(OperatorInformation information) {
    this.information = information;
  }

  /** Answers the operator. */
  @GET
  public OperatorJson me(@Context SecurityContext who) {
    return OperatorJson.of(information.me(Identity.operator(who)));
  }

  /** An operator. */
  public record OperatorJson(
      String id, String name, String organisation, List<BuildingJson> buildings) {

    static OperatorJson of(OperatorInformation.Me me) {
      return new OperatorJson(
          me.id(),
          me.name(),
          me.organisation(),
          me.buildings().stream()
              .map(building -> new BuildingJson(building.id(), building.name(), building.zone()))
              .toList());
    }
  }

  /** A building. */
  public record BuildingJson(String id, String name, String zone) {}
}
