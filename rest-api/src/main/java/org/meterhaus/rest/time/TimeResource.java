package org.meterhaus.rest.time;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dissemination.time.SystemTime;

/** {@code GET /time}: what time it is here. Public. */
@Path("time")
@Produces(MediaType.APPLICATION_JSON)
public final class TimeResource {

  private final SystemTime systemTime;

  public TimeResource(SystemTime systemTime) {
    this.systemTime = systemTime;
  }

  /** Now, and the clock changes of a zone around now. */
  @GET
  public TimeJson now(@QueryParam("zone") @Nullable String zone) {
    var answer = systemTime.now(zone == null || zone.isEmpty() ? "UTC" : zone);
    return new TimeJson(
        answer.time(),
        answer.zone().getId(),
        answer.utcOffset(),
        answer.lastClockChange(),
        answer.nextClockChange());
  }

  /** The time. */
  public record TimeJson(
      Instant time,
      String zone,
      String utcOffset,
      @Nullable Instant lastClockChange,
      @Nullable Instant nextClockChange) {}
}
