package org.meterhaus.dissemination.customer;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dissemination.access.Caller;
import org.meterhaus.dissemination.readings.ValueQuality;
import org.meterhaus.dissemination.time.Interval;

/** What we know about a customer. */
@SuppressWarnings("DoNotCallSuggester")
public final class CustomerInformation {

  /** The customer's own master data; null is what we were never told. */
  public record Customer(
      String id,
      String name,
      @Nullable String address,
      @Nullable String phone,
      @Nullable String email) {}

  /**
   * @param interval the calendar month before the current one
   * @param zone in which it was counted
   * @param usagePoints those of the customer in that month, by id
   */
  public record LastMonth(Interval interval, ZoneId zone, List<Use> usagePoints) {}

  /**
   * @param id of the usage point
   * @param sumWh over present values; null if there is none
   * @param expectedCount meter intervals in the month, cut to the occupancy
   * @param presentCount those of them that have a value
   * @param worstQuality of all of them
   * @param dataUntil end of the newest meter interval that has a value, at any time; null if there
   *     is none
   */
  public record Use(
      String id,
      @Nullable Long sumWh,
      int expectedCount,
      int presentCount,
      ValueQuality worstQuality,
      @Nullable Instant dataUntil) {}

  /**
   * @param id of the usage point
   * @param label of the flat
   * @param areaM2 floor area; null if unknown
   * @param persons who live there; null if unknown
   */
  public record UsagePoint(
      String id,
      String label,
      Section section,
      Building building,
      @Nullable Integer areaM2,
      @Nullable Integer persons,
      Channel channel) {}

  public record Section(String id, String name) {}

  public record Building(String id, String name, ZoneId zone) {}

  /**
   * @param obis of the register, such as {@code 1.0.1.8.0.255}
   * @param unit always {@code Wh}
   * @param intervalLength of a meter interval
   */
  public record Channel(String obis, String unit, Duration intervalLength) {}

  public Customer me(Caller caller) {
    throw new UnsupportedOperationException();
  }

  public LastMonth lastMonth(Caller caller) {
    throw new UnsupportedOperationException();
  }

  /** By id; at most 1,000. */
  public List<UsagePoint> usagePoints(Caller caller) {
    throw new UnsupportedOperationException();
  }
}
