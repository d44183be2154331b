package org.meterhaus.rest.groups;

import java.util.List;
import org.meterhaus.dissemination.groups.Group;

/**
 * A group of customers.
 *
 * @param words what is particular about it
 * @param workingDay share of each hour, 24 of them
 * @param weekend share of each hour
 */
public record GroupJson(
    int number,
    String words,
    int members,
    int peakHour,
    DailyJson dailyWh,
    List<Double> workingDay,
    List<Double> weekend) {

  /** Quartiles of the members' daily means. */
  public record DailyJson(long lower, long median, long upper) {}

  public static GroupJson of(Group group) {
    return new GroupJson(
        group.number(),
        group.words(),
        group.members(),
        group.peakHour(),
        new DailyJson(group.lowerWh(), group.medianWh(), group.upperWh()),
        rounded(group.workingDay()),
        rounded(group.weekend()));
  }

  /** To a thousandth of a per cent. */
  private static List<Double> rounded(List<Double> shares) {
    return shares.stream().map(share -> Math.round(share * 1e5) / 1e5).toList();
  }
}
