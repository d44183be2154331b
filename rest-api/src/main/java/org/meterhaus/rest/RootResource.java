package org.meterhaus.rest;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** {@code GET /api/v1}: where to begin. Public. */
@Path("")
@Produces(MediaType.APPLICATION_JSON)
public final class RootResource {

  /** Says so. */
  @GET
  public RootJson root() {
    return new RootJson(
        "Meterhaus",
        "v1",
        "/openapi.yaml",
        "/api/v1/problems",
        "/api/v1/oauth/token",
        "/api/v1/time");
  }

  /** References, relative to the server's root. */
  public record RootJson(
      String name, String version, String openapi, String problems, String token, String time) {}
}
