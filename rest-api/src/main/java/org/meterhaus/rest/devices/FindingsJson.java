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
   * @param interval of the evidence
   * @param observedW mean power that was seen; null if nothing was
   * @param expectedHighW null if there is no upper end
   */
  public record FindingJson(
      String rule,
      IntervalJson interval,
      @Nullable Long observedW,
      long expectedLowW,
      @Nullable Long expectedHighW,
      String explanation) {

    static FindingJson of(DetectFaults.Finding finding) {
      return new FindingJson(
          finding.rule().wireName(),
          IntervalJson.of(finding.interval()),
          finding.observedW(),
          finding.expectedLowW(),
          finding.expectedHighW(),
          finding.explanation());
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
