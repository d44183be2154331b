package org.meterhaus.db.groups;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.SortedMap;
import java.util.UUID;

/**
 * One grouping of an organisation's customers.
 *
 * @param spanFrom first day whose use counted
 * @param spanUntil first day after
 * @param households that could be grouped
 * @param needed to show any group
 * @param silhouettes by number of groups that was tried
 * @param groups by number; empty when there were too few households
 */
public record GroupRun(
    UUID id,
    String organisation,
    LocalDate spanFrom,
    LocalDate spanUntil,
    Instant madeAt,
    int households,
    int needed,
    SortedMap<Integer, Double> silhouettes,
    List<CustomerGroup> groups) {

  public GroupRun {
    groups = List.copyOf(groups);
  }

  /**
   * A group of at least five.
   *
   * @param words that say what is particular about it
   * @param shape share of each hour of the mean working day, then of the weekend's
   * @param peakHour 0..23
   * @param lowerWh a quarter of the members use less a day
   * @param medianWh half of them do
   * @param upperWh three quarters of them do
   */
  public record CustomerGroup(
      int number,
      String words,
      List<Double> shape,
      int peakHour,
      int members,
      long lowerWh,
      long medianWh,
      long upperWh) {
    public CustomerGroup {
      shape = List.copyOf(shape);
    }
  }

  /**
   * Who is in which group.
   *
   * @param number of the group
   * @param days that could be used
   */
  public record Member(String usagePoint, int number, long dailyMeanWh, int peakHour, int days) {}
}
