package org.meterhaus.rest.readings;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dissemination.readings.ListRevisions;
import org.meterhaus.rest.edge.IntervalJson;

/** What changed after it had been given out. */
public record RevisionsJson(
    String usagePoint, IntervalJson interval, String zone, List<CorrectionJson> corrections) {

  static RevisionsJson of(ListRevisions.Answer answer) {
    return new RevisionsJson(
        answer.usagePoint(),
        IntervalJson.of(answer.interval()),
        answer.zone().getId(),
        answer.corrections().stream().map(CorrectionJson::of).toList());
  }

  /** One correction of a day. */
  public record CorrectionJson(
      LocalDate day,
      Instant at,
      String cause,
      String text,
      String rules,
      List<ChangeJson> changes) {

    static CorrectionJson of(ListRevisions.Correction correction) {
      return new CorrectionJson(
          correction.day(),
          correction.at(),
          correction.cause(),
          correction.text(),
          correction.rules(),
          correction.changes().stream().map(ChangeJson::of).toList());
    }
  }

  /** One interval. */
  public record ChangeJson(
      Instant start,
      @Nullable Integer oldWh,
      String oldQuality,
      @Nullable Integer newWh,
      String newQuality) {

    static ChangeJson of(ListRevisions.Change change) {
      return new ChangeJson(
          change.start(),
          change.oldWh(),
          change.oldQuality().wireName(),
          change.newWh(),
          change.newQuality().wireName());
    }
  }
}
