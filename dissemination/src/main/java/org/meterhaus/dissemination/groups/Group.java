package org.meterhaus.dissemination.groups;

import java.util.List;
import org.meterhaus.db.groups.GroupRun.CustomerGroup;

/**
 * A group of customers whose load has the same shape.
 *
 * @param words what is particular about it
 * @param peakHour 0..23
 * @param lowerWh a quarter of the members use less a day
 * @param medianWh half of them do
 * @param upperWh three quarters of them do
 * @param workingDay share of each hour, 24 of them
 * @param weekend share of each hour, 24 of them
 */
public record Group(
    int number,
    String words,
    int members,
    int peakHour,
    long lowerWh,
    long medianWh,
    long upperWh,
    List<Double> workingDay,
    List<Double> weekend) {

  private static final int HOURS = 24;

  public static Group of(CustomerGroup group) {
    return new Group(
        group.number(),
        group.words(),
        group.members(),
        group.peakHour(),
        group.lowerWh(),
        group.medianWh(),
        group.upperWh(),
        group.shape().subList(0, HOURS),
        group.shape().subList(HOURS, 2 * HOURS));
  }
}
