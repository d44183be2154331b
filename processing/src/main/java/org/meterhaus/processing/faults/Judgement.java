package org.meterhaus.processing.faults;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.meterhaus.db.findings.DeviceFinding;
import org.meterhaus.db.findings.DeviceFinding.State;
import org.meterhaus.processing.detect.FaultRule;
import org.meterhaus.processing.detect.Finding;
import org.meterhaus.processing.detect.FindingText;
import org.meterhaus.processing.detect.Measure;

/**
 * From what is stored and what the days say now to what is to be stored. Pure.
 *
 * <p>Suspected first, confirmed when the evidence is enough, cleared when the evidence ended some
 * days ago, withdrawn when it was only suspected and is gone; what the owner rejected stays
 * rejected.
 */
final class Judgement {
  /** So many days without evidence end a finding. */
  private static final int CLEAR_DAYS = 2;

  /** Evidence as near as this belongs to the same finding, days. */
  private static final int NEAR_DAYS = 2;

  /** That no value came is seen, not inferred; what is left is a message still under way. */
  private static final double SILENCE_CONFIDENCE = 0.95;

  private final String deviceId;
  private final ZoneId zone;
  private final LocalDate newest;
  private final Instant now;

  /**
   * @param newest day that was judged
   */
  Judgement(String deviceId, ZoneId zone, LocalDate newest, Instant now) {
    this.deviceId = deviceId;
    this.zone = zone;
    this.newest = newest;
    this.now = now;
  }

  /**
   * Findings to be written; those that are as they were are not among them.
   *
   * @param stored of the device, of all days that were looked at
   * @param found in the days as they are known now
   */
  List<DeviceFinding> of(List<DeviceFinding> stored, List<Finding> found) {
    Set<UUID> seen = new HashSet<>();
    var changed = new ArrayList<DeviceFinding>();
    for (Finding finding : found) {
      Optional<DeviceFinding> known = known(stored, finding);
      known.ifPresent(it -> seen.add(it.id()));
      if (known.map(DeviceFinding::state).equals(Optional.of(State.REJECTED))) {
        continue;
      }
      DeviceFinding next = next(known, finding);
      if (known.isEmpty() || !known.get().equals(next)) {
        changed.add(next);
      }
    }
    for (DeviceFinding old : stored) {
      boolean over = !newest.isBefore(old.lastDay().plusDays(CLEAR_DAYS));
      if (old.isOpen() && !seen.contains(old.id()) && !isMissing(old)) {
        if (old.state() == State.SUSPECTED) {
          changed.add(old.in(State.WITHDRAWN, now));
        } else if (over) {
          changed.add(old.in(State.CLEARED, now));
        }
      }
    }
    return changed;
  }

  private static boolean isMissing(DeviceFinding finding) {
    return finding.rule().equals(FaultRule.MISSING.wireName());
  }

  private static Optional<DeviceFinding> known(List<DeviceFinding> stored, Finding finding) {
    return stored.stream()
        .filter(it -> it.rule().equals(finding.rule().wireName()))
        .filter(it -> it.state() != State.WITHDRAWN)
        .filter(it ->
            finding.overlaps(it.firstDay().minusDays(NEAR_DAYS), it.lastDay().plusDays(NEAR_DAYS)))
        .reduce((_, later) -> later);
  }

  private DeviceFinding next(Optional<DeviceFinding> known, Finding finding) {
    LocalDate first = known.map(DeviceFinding::firstDay).orElse(finding.first());
    first = finding.first().isBefore(first) ? finding.first() : first;
    LocalDate last = known.map(DeviceFinding::lastDay).orElse(finding.last());
    last = finding.last().isAfter(last) ? finding.last() : last;
    boolean confirmed =
        finding.state() == Finding.State.CONFIRMED
            || known.map(it -> it.confirmedAt() != null).orElse(false);
    boolean over = !newest.isBefore(last.plusDays(CLEAR_DAYS));
    State state = !over ? (confirmed ? State.CONFIRMED : State.SUSPECTED) : ended(confirmed);
    return new DeviceFinding(
        known.map(DeviceFinding::id).orElseGet(() -> id(finding)),
        deviceId,
        finding.rule().wireName(),
        state,
        first,
        last,
        first.atStartOfDay(zone).toInstant(),
        last.plusDays(1).atStartOfDay(zone).toInstant(),
        Math.max(finding.confidence(), known.map(DeviceFinding::confidence).orElse(0.0)),
        finding.measure().wireName(),
        finding.observedW(),
        finding.band().lowW(),
        finding.band().highW(),
        FindingText.explanation(finding),
        FindingText.clears(finding),
        known.map(DeviceFinding::foundAt).orElse(now),
        confirmed ? known.map(DeviceFinding::confirmedAt).orElse(now) : null,
        over ? known.map(DeviceFinding::clearedAt).orElse(now) : null,
        known.map(DeviceFinding::feedback).orElse(null));
  }

  private static State ended(boolean confirmed) {
    return confirmed ? State.CLEARED : State.WITHDRAWN;
  }

  /** Follows from what was found, so that a repetition makes the same. */
  private UUID id(Finding finding) {
    return id(finding.rule().wireName(), finding.first());
  }

  private UUID id(String rule, LocalDate first) {
    return UUID.nameUUIDFromBytes(
        "finding/%s/%s/%s".formatted(deviceId, rule, first).getBytes(StandardCharsets.UTF_8));
  }

  /** The finding of a silence of the newest day; continues the one of the day before. */
  DeviceFinding silent(List<DeviceFinding> stored, Silence silence) {
    String rule = FaultRule.MISSING.wireName();
    LocalDate first = silence.start().atZone(zone).toLocalDate();
    Optional<DeviceFinding> known =
        stored.stream()
            .filter(it -> it.rule().equals(rule) && it.isOpen())
            .filter(it -> !it.lastDay().isBefore(first.minusDays(1)))
            .reduce((_, later) -> later);
    return new DeviceFinding(
        known.map(DeviceFinding::id).orElseGet(() -> id(rule, first)),
        deviceId,
        rule,
        State.CONFIRMED,
        known.map(DeviceFinding::firstDay).orElse(first),
        first,
        known.map(DeviceFinding::evidenceStart).orElse(silence.start()),
        silence.end(),
        SILENCE_CONFIDENCE,
        Measure.MEAN_OF_DAY.wireName(),
        null,
        0,
        null,
        "The meter of the flat went on, but no value of this device came for %d hours."
            .formatted(silence.length().toHours()),
        "A day on which its values come again.",
        known.map(DeviceFinding::foundAt).orElse(now),
        known.map(DeviceFinding::confirmedAt).orElse(now),
        null,
        known.map(DeviceFinding::feedback).orElse(null));
  }

  /** What of the silences is over, now that the newest day has its values. */
  List<DeviceFinding> heard(List<DeviceFinding> stored) {
    return stored.stream()
        .filter(it -> it.isOpen() && isMissing(it) && it.lastDay().isBefore(newest))
        .map(it -> it.in(State.CLEARED, now))
        .toList();
  }
}
