package org.meterhaus.rest.devices;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dissemination.devices.DetectFaults;
import org.meterhaus.rest.edge.IntervalJson;

/** What may be a fault of a device, with the evidence. */
public record FindingsJson(
    String device, IntervalJson interval, String zone, List<FindingJson> items) {

  /**
   * @param rule that found it
   * @param state suspected, confirmed, cleared or rejected
   * @param interval of the evidence
   * @param confidence 0..1
   * @param measure of which power the values are
   * @param observedW what was seen; null if nothing was
   * @param expectedHighW null if there is no upper end
   * @param feedback what the owner said; null if nothing
   */
  public record FindingJson(
      String rule,
      IntervalJson interval,
      @Nullable Long observedW,
      long expectedLowW,
      @Nullable Long expectedHighW,
      String explanation,
      String id,
      String state,
      double confidence,
      String measure,
      String clears,
      @Nullable String feedback) {

    static FindingJson of(DetectFaults.Finding finding) {
      return new FindingJson(
          finding.rule(),
          IntervalJson.of(finding.interval()),
          finding.observedW(),
          finding.expectedLowW(),
          finding.expectedHighW(),
          finding.explanation(),
          finding.id().toString(),
          finding.state(),
          finding.confidence(),
          finding.measure(),
          finding.clears(),
          finding.feedback());
    }
  }

  static FindingsJson of(DetectFaults.Answer answer) {
    return new FindingsJson(
        answer.device(),
        IntervalJson.of(answer.interval()),
        answer.zone().getId(),
        answer.findings().stream().map(FindingJson::of).toList());
  }
}
