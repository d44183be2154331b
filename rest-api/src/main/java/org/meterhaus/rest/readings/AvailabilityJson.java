package org.meterhaus.rest.readings;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dissemination.readings.Availability;

/** Which values are there and which are not. */
public record AvailabilityJson(
    String usagePoint,
    @Nullable Instant first,
    @Nullable Instant dataUntil,
    @Nullable Instant expectedBy,
    List<GapJson> gaps) {

  /** A stretch without values. */
  public record GapJson(Instant start, Instant end, String state, String reason) {

    static GapJson of(Availability.Gap gap) {
      return new GapJson(gap.start(), gap.end(), gap.state().wireName(), gap.reason());
    }
  }

  static AvailabilityJson of(Availability.Answer answer) {
    return new AvailabilityJson(
        answer.usagePoint(),
        answer.first(),
        answer.dataUntil(),
        answer.expectedBy(),
        answer.gaps().stream().map(GapJson::of).toList());
  }
}
