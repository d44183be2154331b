package org.meterhaus.dissemination.devices;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dissemination.devices.DetectFaults.Finding;
import org.meterhaus.dissemination.devices.DetectFaults.Rule;
import org.meterhaus.dissemination.readings.Slots;
import org.meterhaus.dissemination.readings.ValueQuality;
import org.meterhaus.dissemination.time.Interval;

/**
 * The rules that look for faults, over the slots of a device. Pure. Each rule compares the device
 * with itself or with a limit that its owner set, never with a guess about its kind.
 */
final class FaultRules {

  /** A channel that says nothing for less than this may have lost a value or two. */
  private static final Duration SILENT_FOR = Duration.ofHours(3);

  /** Days whose lowest draw makes the usual one; and how few of them are enough. */
  static final int HISTORY_DAYS = 28;

  private static final int ENOUGH_HISTORY_DAYS = 7;

  /** A day with less of its values is not judged. */
  private static final double ENOUGH_OF_A_DAY = 0.9;

  /** Above twice the usual lowest draw and this much more, W. */
  private static final long MARGIN_W = 10;

  private FaultRules() {}

  /** Stretches in which the device's channel has no value although the flat's has. */
  static List<Finding> silentChannel(Slots device, Slots flat, Interval within) {
    var findings = new ArrayList<Finding>();
    int last = device.firstFrom(within.end());
    for (int slot = device.firstFrom(within.start()); slot < last; ) {
      int from = slot;
      while (slot < last && isSilent(device, flat, slot)) {
        slot++;
      }
      if (from == slot) {
        slot++;
      } else {
        var evidence = new Interval(device.start(from), device.end(slot - 1));
        if (evidence.length().compareTo(SILENT_FOR) >= 0) {
          findings.add(
              new Finding(
                  Rule.SILENT_CHANNEL,
                  evidence,
                  null,
                  0,
                  null,
                  "The meter of the flat went on, but no value of this device came."));
        }
      }
    }
    return findings;
  }

  private static boolean isSilent(Slots device, Slots flat, int slot) {
    if (device.quality(slot) != ValueQuality.MISSING) {
      return false;
    }
    int same = flat.firstFrom(device.start(slot));
    return same < flat.size()
        && flat.start(same).equals(device.start(slot))
        && flat.isPresent(same);
  }

  /**
   * Days on which the device never drew as little as it usually does at some time of the day; days
   * in a row are one finding.
   *
   * @param device with the {@link #HISTORY_DAYS} days before {@code within}
   */
  static List<Finding> constantDraw(Slots device, Interval within, ZoneId zone) {
    var findings = new ArrayList<Finding>();
    var history = new ArrayList<Long>();
    @Nullable Finding open = null;
    LocalDate last = within.end().minusNanos(1).atZone(zone).toLocalDate();
    LocalDate first = within.start().atZone(zone).toLocalDate();
    for (LocalDate day = first.minusDays(HISTORY_DAYS); !day.isAfter(last); day = day.plusDays(1)) {
      Instant start = day.atStartOfDay(zone).toInstant();
      Instant end = day.plusDays(1).atStartOfDay(zone).toInstant();
      OptionalLong lowest = lowestW(device, start, end);
      @Nullable Finding found = null;
      if (lowest.isPresent()
          && within.covers(start, end)
          && history.size() >= ENOUGH_HISTORY_DAYS) {
        found = constant(new Interval(start, end), lowest.getAsLong(), highestUsual(history));
      }
      // a day that stands out must not become what is usual
      if (lowest.isPresent() && found == null) {
        history.add(lowest.getAsLong());
        if (history.size() > HISTORY_DAYS) {
          history.removeFirst();
        }
      }
      if (open != null && (found == null || !open.interval().end().equals(start))) {
        findings.add(open);
        open = null;
      }
      open = open == null || found == null ? found : joined(open, found);
    }
    if (open != null) {
      findings.add(open);
    }
    return findings;
  }

  private static @Nullable Finding constant(Interval day, long lowestW, long highestUsualW) {
    return lowestW <= highestUsualW
        ? null
        : new Finding(
            Rule.CONSTANT_DRAW,
            day,
            lowestW,
            0,
            highestUsualW,
            "It never drew less than this, although on usual days it does.");
  }

  private static Finding joined(Finding a, Finding b) {
    return new Finding(
        a.rule(),
        new Interval(a.interval().start(), b.interval().end()),
        Math.min(orZero(a.observedW()), orZero(b.observedW())),
        a.expectedLowW(),
        a.expectedHighW(),
        a.explanation());
  }

  private static long orZero(@Nullable Long value) {
    return value == null ? 0 : value;
  }

  private static long highestUsual(List<Long> history) {
    List<Long> sorted = history.stream().sorted(Comparator.naturalOrder()).toList();
    long median = sorted.get(sorted.size() / 2);
    return 2 * median + MARGIN_W;
  }

  /** Lowest mean power of a meter interval of the day; empty if too many have no value. */
  private static OptionalLong lowestW(Slots device, Instant start, Instant end) {
    int from = device.firstFrom(start);
    int to = device.firstFrom(end);
    long expected = Duration.between(start, end).dividedBy(device.interval());
    if (device.present(from, to) < expected * ENOUGH_OF_A_DAY) {
      return OptionalLong.empty();
    }
    long lowest = Long.MAX_VALUE;
    for (int slot = from; slot < to; slot++) {
      lowest = device.isPresent(slot) ? Math.min(lowest, watts(device, slot)) : lowest;
    }
    return OptionalLong.of(lowest);
  }

  /** Stretches in which the mean power of every meter interval was above a limit. */
  static List<Finding> limitExceeded(Slots device, Interval within, String ruleId, int limitW) {
    var findings = new ArrayList<Finding>();
    int last = device.firstFrom(within.end());
    for (int slot = device.firstFrom(within.start()); slot < last; ) {
      int from = slot;
      long highest = 0;
      while (slot < last && device.isPresent(slot) && watts(device, slot) > limitW) {
        highest = Math.max(highest, watts(device, slot));
        slot++;
      }
      if (from == slot) {
        slot++;
      } else {
        findings.add(
            new Finding(
                Rule.LIMIT_EXCEEDED,
                new Interval(device.start(from), device.end(slot - 1)),
                highest,
                0,
                (long) limitW,
                "It drew more than the limit of your rule '%s'.".formatted(ruleId)));
      }
    }
    return findings;
  }

  private static long watts(Slots slots, int slot) {
    return slots.wh(slot) * 3600L / slots.interval().toSeconds();
  }
}
