package org.meterhaus.command.detect;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.meterhaus.processing.detect.FaultRule;
import org.meterhaus.processing.detect.Finding;

/** What was done, counted. Not thread-safe. */
public final class DetectSummary {
  private long rows;
  private long devices;
  private long devicesWithFindings;
  private long days;
  private long partDays;
  private final Map<FaultRule, long[]> confirmed = new EnumMap<>(FaultRule.class);
  private final Map<FaultRule, long[]> suspected = new EnumMap<>(FaultRule.class);

  void row() {
    rows++;
  }

  void day(boolean whole) {
    days += whole ? 1 : 0;
    partDays += whole ? 0 : 1;
  }

  void device(boolean hasConfirmed) {
    devices++;
    devicesWithFindings += hasConfirmed ? 1 : 0;
  }

  void finding(Finding finding) {
    var counts = finding.state() == Finding.State.CONFIRMED ? confirmed : suspected;
    long[] count = counts.computeIfAbsent(finding.rule(), _ -> new long[2]);
    count[0]++;
    count[1] += finding.days();
  }

  long rows() {
    return rows;
  }

  long devices() {
    return devices;
  }

  /** What a person reads at the end. */
  public List<String> lines(double seconds) {
    var lines = new java.util.ArrayList<String>();
    lines.add(
        String.format(
            Locale.ROOT,
            "%,d devices, %,d days, %,d readings in %.1f s; %,d devices with a fault",
            devices,
            days,
            rows,
            seconds,
            devicesWithFindings));
    confirmed.forEach((rule, count) ->
        lines.add(
            String.format(
                Locale.ROOT,
                "  %-9s %,5d findings, %,6d days",
                DetectReport.code(rule),
                count[0],
                count[1])));
    suspected.forEach((rule, count) ->
        lines.add(
            String.format(
                Locale.ROOT,
                "  %-9s %,5d suspected only, %,6d days: not in the report, see --findings",
                DetectReport.code(rule),
                count[0],
                count[1])));
    if (partDays > 0) {
      lines.add(
          String.format(
              Locale.ROOT,
              "  not judged, for not all of their hours are known: %,d days",
              partDays));
    }
    return lines;
  }
}
