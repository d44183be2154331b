package org.meterhaus.rest.time;

import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dissemination.time.Periods;
import org.meterhaus.rest.edge.IntervalJson;
import org.meterhaus.rest.edge.Parameters;

/** {@code GET /periods}: what an expression such as {@code last-month} means exactly. Public. */
@Path("periods")
@Produces(MediaType.APPLICATION_JSON)
public final class PeriodResource {

  private final Periods periods;

  public PeriodResource(Periods periods) {
    this.periods = periods;
  }

  /** Computes it. */
  @GET
  public PeriodJson compute(
      @QueryParam("expr") @Nullable String expression,
      @QueryParam("zone") @Nullable String zone,
      @QueryParam("resolution") @Nullable String resolution) {
    return PeriodJson.of(
        periods.compute(
            Parameters.required("expr", expression),
            zone == null || zone.isEmpty() ? "UTC" : zone,
            resolution));
  }

  /** A period, exactly. */
  public record PeriodJson(
      String expression,
      IntervalJson interval,
      String zone,
      String resolution,
      List<BucketJson> buckets,
      List<ClockChangeJson> clockChanges) {

    static PeriodJson of(Periods.Period period) {
      return new PeriodJson(
          period.expression(),
          IntervalJson.of(period.interval()),
          period.zone().getId(),
          period.resolution(),
          period.buckets().stream()
              .map(bucket -> new BucketJson(bucket.start(), bucket.end(), bucket.partial()))
              .toList(),
          period.clockChanges().stream()
              .map(change ->
                  new ClockChangeJson(change.day().toString(), change.length().toString()))
              .toList());
    }
  }

  /**
   * @param partial whether the period cuts it short
   */
  public record BucketJson(Instant start, Instant end, boolean partial) {}

  /**
   * @param day ISO 8601 date
   * @param length ISO 8601 duration of that day
   */
  public record ClockChangeJson(String day, String length) {}
}
