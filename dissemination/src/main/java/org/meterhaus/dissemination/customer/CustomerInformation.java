package org.meterhaus.dissemination.customer;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.db.customers.Customers;
import org.meterhaus.db.customers.HeldUsagePoint;
import org.meterhaus.dissemination.access.Caller;
import org.meterhaus.dissemination.access.CustomerScope;
import org.meterhaus.dissemination.access.Gate;
import org.meterhaus.dissemination.readings.ChannelReader;
import org.meterhaus.dissemination.readings.Question;
import org.meterhaus.dissemination.readings.ReadingLimits;
import org.meterhaus.dissemination.readings.Slots;
import org.meterhaus.dissemination.readings.ValueQuality;
import org.meterhaus.dissemination.time.Interval;
import org.meterhaus.dissemination.time.IntervalExpression;

/** What we know about a customer. */
public final class CustomerInformation {

  private final Gate gate;
  private final ReadingLimits limits;

  public CustomerInformation(Gate gate, ReadingLimits limits) {
    this.gate = gate;
    this.limits = limits;
  }

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
    return gate.read(
        caller,
        scope ->
            new Customers(scope.session())
                .find(scope.customerId())
                .map(found ->
                    new Customer(
                        found.id(), found.name(), found.address(), found.phone(), found.email()))
                .orElseThrow(() -> CustomerScope.notFound("customer", scope.customerId())));
  }

  public LastMonth lastMonth(Caller caller) {
    return gate.readAudited(
        caller,
        "readings.last-month",
        "customer:" + caller.customerId(),
        scope -> lastMonth(scope));
  }

  /** By id; at most 1,000. */
  public List<UsagePoint> usagePoints(Caller caller) {
    return gate.read(
        caller,
        scope -> scope.usagePoints().stream().map(CustomerInformation::usagePoint).toList());
  }

  private LastMonth lastMonth(CustomerScope scope) {
    List<HeldUsagePoint> points = scope.usagePoints();
    ZoneId zone = points.isEmpty() ? ZoneOffset.UTC : points.getFirst().building().zone();
    Interval month = IntervalExpression.resolve("last-month", zone, scope.now());
    var reader = new ChannelReader(scope.session(), scope.now(), limits.deliveryDelay());
    var uses = new ArrayList<Use>();
    for (HeldUsagePoint point : points) {
      Interval held = Question.cut(month, point.stays());
      if (held != null) {
        Slots slots = reader.read(point.channel(), point.building().zone(), held, point.stays());
        uses.add(
            new Use(
                point.id(),
                slots.sum(0, slots.size()),
                slots.size(),
                slots.present(),
                slots.worst(0, slots.size()),
                slots.dataUntil()));
      }
    }
    return new LastMonth(month, zone, uses);
  }

  private static UsagePoint usagePoint(HeldUsagePoint point) {
    return new UsagePoint(
        point.id(),
        point.dwelling().label(),
        new Section(point.section().id(), point.section().name()),
        new Building(point.building().id(), point.building().name(), point.building().zone()),
        point.dwelling().areaM2(),
        point.dwelling().persons(),
        new Channel(point.channel().obis(), "Wh", point.channel().interval()));
  }
}
