package org.meterhaus.processing.faults;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hibernate.StatelessSession;
import org.meterhaus.db.blocks.DayBlock;
import org.meterhaus.db.blocks.DayBlocks;
import org.meterhaus.db.blocks.DayGrid;
import org.meterhaus.db.findings.DeviceFinding;
import org.meterhaus.db.findings.DeviceFinding.State;
import org.meterhaus.db.findings.DeviceFindings;
import org.meterhaus.db.findings.DueDevice;
import org.meterhaus.db.findings.Verdict;
import org.meterhaus.db.outbox.Outbox;
import org.meterhaus.processing.detect.DetectionConfig;
import org.meterhaus.processing.detect.DeviceDay;
import org.meterhaus.processing.detect.FaultDetector;
import org.meterhaus.processing.detect.FaultRule;
import org.meterhaus.processing.detect.Thresholds;

/** Judges one device in one transaction: its days, its findings, its owner's messages. */
final class DeviceJudge {
  /** Beyond reference and window: days that are not whole, and days of old faults. */
  private static final int SPARE_DAYS = 42;

  /** Of a confirmed fault that goes on, so many days are judged again; the others are known. */
  private static final int JUDGED_AGAIN = 14;

  /** With fewer days before the window there is no saying what is usual. */
  private static final int LEAST_REFERENCE = 28;

  private static final int LEAST_WINDOW = 14;

  private static final Duration NEWS = Duration.ofDays(3);

  private final StatelessSession session;
  private final DetectionConfig config;
  private final Instant now;

  DeviceJudge(StatelessSession session, DetectionConfig config, Instant now) {
    this.session = session;
    this.config = config;
    this.now = now;
  }

  /** Does nothing if somebody else has done it meanwhile. */
  void judge(DueDevice device) {
    var findings = new DeviceFindings(session);
    if (!findings.judged(device.id(), device.newest())) {
      return;
    }
    LocalDate from =
        device.newest().minusDays(config.referenceDays() + config.windowDays() + SPARE_DAYS);
    List<DeviceFinding> stored =
        findings.since(device.id(), from.atStartOfDay(device.zone()).toInstant());
    List<DayBlock> blocks =
        new DayBlocks(session).find(device.channelId(), from, device.newest().plusDays(1));
    var judgement = new Judgement(device.id(), device.zone(), device.newest(), now);
    List<DeviceDay> days = days(device, blocks, stored);
    var changed = new ArrayList<DeviceFinding>();
    int window = Math.min(config.windowDays(), days.size() - LEAST_REFERENCE);
    if (window >= LEAST_WINDOW) {
      int border = days.size() - window;
      changed.addAll(
          judgement.of(
              stored,
              new FaultDetector(config)
                  .findings(
                      days.subList(Math.max(0, border - config.referenceDays()), border),
                      days.subList(border, days.size()),
                      thresholds(findings.said(device.id())))));
    }
    Optional<Silence> silence = silence(device, blocks);
    silence.ifPresent(it -> changed.add(judgement.silent(stored, it)));
    if (silence.isEmpty()) {
      changed.addAll(judgement.heard(stored));
    }
    for (DeviceFinding finding : changed) {
      findings.put(finding);
      if (finding.state() == State.CONFIRMED && isNews(finding)) {
        tell(device, finding);
      }
    }
  }

  /** Whole days without those of faults that are known: they must not become what is usual. */
  private static List<DeviceDay> days(
      DueDevice device, List<DayBlock> blocks, List<DeviceFinding> stored) {
    LocalDate again = device.newest().minusDays(JUDGED_AGAIN);
    return blocks.stream()
        .flatMap(block -> WholeDays.of(block, device.intervalS()).stream())
        .filter(day ->
            day.date().isAfter(again)
                || stored.stream().noneMatch(finding -> isKnownFault(finding, day.date())))
        .toList();
  }

  private static boolean isKnownFault(DeviceFinding finding, LocalDate day) {
    return (finding.state() == State.CONFIRMED || finding.state() == State.CLEARED)
        && !day.isBefore(finding.firstDay())
        && !day.isAfter(finding.lastDay());
  }

  private Thresholds thresholds(List<DeviceFindings.Said> said) {
    Map<FaultRule, Double> shifts = new EnumMap<>(FaultRule.class);
    for (DeviceFindings.Said word : said) {
      FaultRule.of(word.rule())
          .ifPresent(rule ->
              shifts.put(
                  rule,
                  Thresholds.shift(
                      shifts.getOrDefault(rule, 0.0), word.verdict() == Verdict.FAULT)));
    }
    return Thresholds.shifted(config, shifts);
  }

  private Optional<Silence> silence(DueDevice device, List<DayBlock> blocks) {
    LocalDate day = device.newest();
    boolean known = !blocks.isEmpty() && blocks.getLast().day().equals(day);
    var grid = new DayGrid(day, device.zone(), device.intervalS());
    return new DayBlocks(session)
        .find(device.mainChannelId(), day, day.plusDays(1)).stream()
            .findFirst()
            .filter(flat -> flat.values().size() == grid.slots())
            .flatMap(
                flat -> Silence.of(grid, known ? blocks.getLast().values() : null, flat.values()));
  }

  /** While a meter's history comes in, its newest day may be long ago: nobody is told of that. */
  private boolean isNews(DeviceFinding finding) {
    return finding.evidenceEnd().isAfter(now.minus(NEWS));
  }

  private void tell(DueDevice device, DeviceFinding finding) {
    var outbox = new Outbox(session);
    for (String owner : new DeviceFindings(session).ownersOf(device.usagePointId(), now)) {
      outbox.add(FaultMessage.of(finding, device.name(), owner), now);
    }
  }
}
