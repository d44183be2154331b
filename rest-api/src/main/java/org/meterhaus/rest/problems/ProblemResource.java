package org.meterhaus.rest.problems;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** {@code GET /problems} and {@code /problems/{code}}: what a type of problem means. Public. */
@Path("problems")
@Produces(MediaType.APPLICATION_JSON)
public final class ProblemResource {

  private static final String CACHE = "public, max-age=3600";

  /** Lists every type, by code. */
  @GET
  public Response list() {
    var items =
        Arrays.stream(ProblemType.values())
            .map(ProblemTypeJson::of)
            .sorted(Comparator.comparing(ProblemTypeJson::code))
            .toList();
    return Response.ok(new ProblemTypesJson(items)).header("Cache-Control", CACHE).build();
  }

  /** Explains one type. */
  @GET
  @Path("{code}")
  public Response one(@PathParam("code") String code) {
    var type =
        ProblemType.ofCode(code)
            .orElseThrow(() -> new EdgeRefusalException(new EdgeRefusal.NoSuchResource()));
    return Response.ok(ProblemTypeJson.of(type)).header("Cache-Control", CACHE).build();
  }

  /** Every type of problem. */
  public record ProblemTypesJson(List<ProblemTypeJson> items) {}

  /**
   * @param advice what the reader can do about it
   */
  public record ProblemTypeJson(String type, String code, int status, String title, String advice) {

    static ProblemTypeJson of(ProblemType type) {
      return new ProblemTypeJson(
          type.uri(), type.code(), type.status(), type.title(), type.advice());
    }
  }
}
