package org.meterhaus.dissemination.devices;

import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.meterhaus.db.customers.Stay;
import org.meterhaus.db.findings.DeviceFinding;
import org.meterhaus.db.findings.DeviceFindings;
import org.meterhaus.db.findings.Verdict;
import org.meterhaus.dissemination.access.Caller;
import org.meterhaus.dissemination.access.CustomerScope;
import org.meterhaus.dissemination.access.Gate;
import org.meterhaus.dissemination.access.Mistakes;
import org.meterhaus.dissemination.access.Refusal;
import org.meterhaus.dissemination.access.RefusedException;
import org.meterhaus.dissemination.access.Uuids;
import org.meterhaus.dissemination.readings.Question;
import org.meterhaus.dissemination.time.Interval;

/**
 * Shows what may be a fault of an appliance, with the evidence, and takes what its owner says of
 * it. Processing looks for faults once a day; the answer is what it found.
 */
public final class DetectFaults {

  private static final int MAX_FINDINGS = 200;
  private static final int MAX_VERDICT = 16;
  private static final Duration LONGEST = Duration.ofDays(93);

  private final Gate gate;

  public DetectFaults(Gate gate) {
    this.gate = gate;
  }

  /**
   * @param id of the finding
   * @param rule stuck-on, dead, degraded, standby, missing or inrush
   * @param state suspected, confirmed, cleared or rejected
   * @param interval the evidence
   * @param confidence 0..1
   * @param measure of which power the values are: mean-of-day, lowest-hour or highest-interval
   * @param observedW power that was seen, W; null if nothing was
   * @param expectedLowW lower end of the expected band, W
   * @param expectedHighW upper end of the expected band, W; null if there is none
   * @param explanation plain English
   * @param clears what has to happen for it to go away by itself
   * @param feedback what the owner said, fault or no-fault; null if nothing
   */
  public record Finding(
      UUID id,
      String rule,
      String state,
      Interval interval,
      double confidence,
      String measure,
      @Nullable Long observedW,
      long expectedLowW,
      @Nullable Long expectedHighW,
      String explanation,
      String clears,
      @Nullable String feedback) {

    static Finding of(DeviceFinding stored) {
      Verdict feedback = stored.feedback();
      return new Finding(
          stored.id(),
          stored.rule(),
          stored.state().wireName(),
          new Interval(stored.evidenceStart(), stored.evidenceEnd()),
          stored.confidence(),
          stored.measure(),
          stored.observedW(),
          stored.expectedLowW(),
          stored.expectedHighW(),
          stored.explanation(),
          stored.clears(),
          feedback == null ? null : feedback.wireName());
    }
  }

  /**
   * @param device its id
   * @param interval that was looked at
   * @param zone of the building
   * @param findings oldest first, at most 200, the newest of them kept
   */
  public record Answer(String device, Interval interval, ZoneId zone, List<Finding> findings) {}

  /**
   * @param interval with which the evidence has something in common, at most 93 days; null means
   *     last-7-days and today
   * @throws RefusedException not-found, invalid-interval
   */
  public Answer detect(Caller caller, String deviceId, @Nullable String interval) {
    return gate.readAudited(
        caller,
        "readings.detect-faults",
        "device:" + deviceId,
        scope -> detect(scope, deviceId, interval));
  }

  private static Answer detect(CustomerScope scope, String deviceId, @Nullable String expression) {
    var question =
        Question.aboutDevice(
            scope, deviceId, expression == null ? recent(scope, deviceId) : expression);
    Interval within = question.interval();
    if (within.length().compareTo(LONGEST) > 0) {
      throw new RefusedException(
          new Refusal.InvalidInterval(
              within.toString(), "faults are looked for in at most " + LONGEST.toDays() + " days"));
    }
    List<Finding> findings =
        new DeviceFindings(scope.session())
            .within(question.id(), within.start(), within.end(), MAX_FINDINGS).stream()
                .filter(finding -> isOf(question.stays(), finding))
                .map(Finding::of)
                .toList();
    return new Answer(question.id(), within, question.zone(), findings);
  }

  /** Evidence of a time when somebody else lived there is somebody else's. */
  private static boolean isOf(List<Stay> stays, DeviceFinding finding) {
    return stays.stream()
        .anyMatch(stay -> stay.covers(finding.evidenceStart(), finding.evidenceEnd()));
  }

  /** The seven days before today, and today. */
  private static String recent(CustomerScope scope, String deviceId) {
    ZoneId zone =
        scope.usagePoint(scope.device(deviceId).device().usagePointId()).building().zone();
    LocalDate today = scope.now().atZone(zone).toLocalDate();
    return today.minusDays(7) + "/" + today.plusDays(1);
  }

  /**
   * Takes what the owner says of a finding. "No fault" closes it, and makes its rule more reluctant
   * about this device; "fault" makes it a little more willing. The last word counts.
   *
   * @param verdict fault or no-fault
   * @return the finding as it is now
   * @throws RefusedException not-found (device, finding), validation
   */
  public Finding feedback(
      Caller caller, String deviceId, String findingId, @Nullable String verdict) {
    return gate.change(
        caller,
        "device-finding.feedback",
        "device-finding:" + findingId,
        scope -> feedback(scope, deviceId, findingId, verdict));
  }

  private static Finding feedback(
      CustomerScope scope, String deviceId, String findingId, @Nullable String said) {
    var held = scope.device(deviceId);
    List<Stay> stays = scope.usagePoint(held.device().usagePointId()).stays();
    var findings = new DeviceFindings(scope.session());
    UUID id =
        Uuids.parse(findingId)
            .flatMap(parsed -> findings.find(held.device().id(), parsed))
            .filter(finding -> isOf(stays, finding))
            .map(DeviceFinding::id)
            .orElseThrow(() -> CustomerScope.notFound("finding", findingId));
    var mistakes = new Mistakes();
    String text = mistakes.required("verdict", said, MAX_VERDICT);
    if (!text.isEmpty() && Verdict.of(text).isEmpty()) {
      mistakes.violation("verdict", "unknown");
    }
    mistakes.orRefuse();
    findings.say(id, Verdict.of(text).orElseThrow(), scope.now());
    return Finding.of(findings.find(held.device().id(), id).orElseThrow());
  }
}
