package org.meterhaus.dissemination.devices;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.db.alarms.AlarmRule;
import org.meterhaus.db.alarms.AlarmRules;
import org.meterhaus.db.customers.HeldDevice;
import org.meterhaus.db.customers.HeldUsagePoint;
import org.meterhaus.dissemination.access.Caller;
import org.meterhaus.dissemination.access.CustomerScope;
import org.meterhaus.dissemination.access.Gate;
import org.meterhaus.dissemination.access.Refusal;
import org.meterhaus.dissemination.access.RefusedException;
import org.meterhaus.dissemination.readings.ChannelReader;
import org.meterhaus.dissemination.readings.Question;
import org.meterhaus.dissemination.readings.ReadingLimits;
import org.meterhaus.dissemination.readings.Slots;
import org.meterhaus.dissemination.time.Interval;

/** Looks for what may be a fault of an appliance, and shows the evidence. */
public final class DetectFaults {

  private static final int MAX_FINDINGS = 200;
  private static final Duration LONGEST = Duration.ofDays(93);

  private final Gate gate;
  private final ReadingLimits limits;

  public DetectFaults(Gate gate, ReadingLimits limits) {
    this.gate = gate;
    this.limits = limits;
  }

  /** What we look for; each finding names its rule. */
  public enum Rule {
    /** No value for longer than the meter may take, although the flat's meter goes on. */
    SILENT_CHANNEL("silent-channel"),
    /** A whole day on which the lowest draw stayed well above the device's own usual stand-by. */
    CONSTANT_DRAW("constant-draw"),
    /** More power than the limit that the customer set. */
    LIMIT_EXCEEDED("limit-exceeded");

    private final String wireName;

    Rule(String wireName) {
      this.wireName = wireName;
    }

    public String wireName() {
      return wireName;
    }
  }

  /**
   * @param rule which one
   * @param interval the evidence
   * @param observedW mean power that was seen, W; null if nothing was
   * @param expectedLowW lower end of the expected band, W
   * @param expectedHighW upper end of the expected band, W; null if there is none
   * @param explanation one English sentence
   */
  public record Finding(
      Rule rule,
      Interval interval,
      @Nullable Long observedW,
      long expectedLowW,
      @Nullable Long expectedHighW,
      String explanation) {}

  /**
   * @param device its id
   * @param interval that was looked at
   * @param zone of the building
   * @param findings oldest first, at most 200, the newest of them kept
   */
  public record Answer(String device, Interval interval, ZoneId zone, List<Finding> findings) {}

  /**
   * @param interval to look at, at most 93 days; null means last-7-days and today
   * @throws org.meterhaus.dissemination.access.RefusedException not-found, invalid-interval
   */
  public Answer detect(Caller caller, String deviceId, @Nullable String interval) {
    return gate.readAudited(
        caller,
        "readings.detect-faults",
        "device:" + deviceId,
        scope -> detect(scope, deviceId, interval));
  }

  private Answer detect(CustomerScope scope, String deviceId, @Nullable String expression) {
    var question =
        Question.aboutDevice(
            scope, deviceId, expression == null ? recent(scope, deviceId) : expression);
    Interval within = question.interval();
    if (within.length().compareTo(LONGEST) > 0) {
      throw new RefusedException(
          new Refusal.InvalidInterval(
              within.toString(), "faults are looked for in at most " + LONGEST.toDays() + " days"));
    }
    ZoneId zone = question.zone();
    Instant history =
        within
            .start()
            .atZone(zone)
            .minusDays(FaultRules.HISTORY_DAYS)
            .toLocalDate()
            .atStartOfDay(zone)
            .toInstant();
    HeldDevice held = scope.device(deviceId);
    HeldUsagePoint point = scope.usagePoint(held.device().usagePointId());
    List<Slots> both =
        new ChannelReader(scope.session(), scope.now(), limits.deliveryDelay())
            .read(
                List.of(held.channel(), point.channel()),
                zone,
                new Interval(history, within.end()),
                question.stays());
    Slots device = both.getFirst();
    var findings = new ArrayList<>(FaultRules.silentChannel(device, both.getLast(), within));
    findings.addAll(FaultRules.constantDraw(device, within, zone));
    for (AlarmRule rule : new AlarmRules(scope.session()).of(scope.customerId())) {
      if (rule.deviceId().equals(held.device().id())) {
        findings.addAll(FaultRules.limitExceeded(device, within, rule.id(), rule.limitW()));
      }
    }
    findings.sort(Comparator.comparing(finding -> finding.interval().start()));
    return new Answer(
        held.device().id(),
        within,
        zone,
        List.copyOf(
            findings.subList(Math.max(0, findings.size() - MAX_FINDINGS), findings.size())));
  }

  /** The seven days before today, and today. */
  private static String recent(CustomerScope scope, String deviceId) {
    ZoneId zone =
        scope.usagePoint(scope.device(deviceId).device().usagePointId()).building().zone();
    LocalDate today = scope.now().atZone(zone).toLocalDate();
    return today.minusDays(7) + "/" + today.plusDays(1);
  }
}
