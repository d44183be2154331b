package org.meterhaus.dissemination.devices;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.db.customers.HeldDevice;
import org.meterhaus.db.customers.HeldUsagePoint;
import org.meterhaus.db.tariffs.Tariffs;
import org.meterhaus.dissemination.access.Caller;
import org.meterhaus.dissemination.access.CustomerScope;
import org.meterhaus.dissemination.access.Gate;
import org.meterhaus.dissemination.cost.Bill;
import org.meterhaus.dissemination.cost.Cost;
import org.meterhaus.dissemination.cost.PriceCalendar;
import org.meterhaus.dissemination.readings.ChannelReader;
import org.meterhaus.dissemination.readings.ExtractData;
import org.meterhaus.dissemination.readings.Question;
import org.meterhaus.dissemination.readings.ReadingLimits;
import org.meterhaus.dissemination.readings.Series;
import org.meterhaus.dissemination.readings.Slots;
import org.meterhaus.dissemination.readings.ValueQuality;
import org.meterhaus.dissemination.time.Buckets;
import org.meterhaus.dissemination.time.Periods;
import org.meterhaus.dissemination.time.Resolution;

/** A customer's appliances, their state and what they use. */
public final class Devices {

  private final Gate gate;
  private final ReadingLimits limits;

  public Devices(Gate gate, ReadingLimits limits) {
    this.gate = gate;
    this.limits = limits;
  }

  /**
   * @param kind such as {@code kettle} or {@code washing-machine}
   * @param usagePoint id of the flat's usage point
   * @param switchable whether it has a relay
   */
  public record Device(
      String id,
      String name,
      String kind,
      String usagePoint,
      boolean switchable,
      State state,
      Channel channel) {}

  /**
   * @param reported what the meter said last: {@code on}, {@code off} or {@code unknown}
   * @param reportedAt when; null if it never did
   */
  public record State(String reported, @Nullable Instant reportedAt) {}

  /**
   * @param obis of the register, such as {@code 1.1.1.8.0.255}
   * @param unit always {@code Wh}
   * @param intervalLength of a meter interval
   */
  public record Channel(String obis, String unit, Duration intervalLength) {}

  /**
   * @param series the device's values
   * @param sumWh over the device's present values; null if there is none
   * @param usagePointSumWh of the whole flat over its present values; null if there is none
   * @param share of the flat's energy, 0..1, four decimals, over the meter intervals in which both
   *     have a value; null if there is no such interval or the flat used nothing in them
   * @param worstQuality of the device's meter intervals
   * @param cost of the device's present values, without standing charges; null if there never was a
   *     tariff
   */
  public record Utilisation(
      Series series,
      ZoneId zone,
      @Nullable Long sumWh,
      @Nullable Long usagePointSumWh,
      @Nullable BigDecimal share,
      ValueQuality worstQuality,
      @Nullable Cost cost) {}

  /** By id; at most 1,000. */
  public List<Device> list(Caller caller) {
    return gate.read(caller, scope -> scope.devices().stream().map(Devices::device).toList());
  }

  /**
   * @throws org.meterhaus.dissemination.access.RefusedException not-found
   */
  public Device get(Caller caller, String deviceId) {
    return gate.read(caller, scope -> device(scope.device(deviceId)));
  }

  /**
   * @throws org.meterhaus.dissemination.access.RefusedException not-found
   */
  public State state(Caller caller, String deviceId) {
    return gate.read(caller, scope -> state(scope.device(deviceId)));
  }

  /**
   * @param interval ISO 8601 interval or name, counted in the building's zone
   * @param resolution ISO 8601 duration; null means the meter's interval
   * @throws org.meterhaus.dissemination.access.RefusedException not-found, invalid-interval,
   *     invalid-resolution, too-many-values
   */
  public Utilisation utilisation(
      Caller caller, String deviceId, String interval, @Nullable String resolution) {
    return gate.readAudited(
        caller,
        "readings.utilisation",
        "device:" + deviceId,
        scope -> utilisation(scope, deviceId, interval, resolution));
  }

  private Utilisation utilisation(
      CustomerScope scope, String deviceId, String interval, @Nullable String resolution) {
    var question = Question.aboutDevice(scope, deviceId, interval);
    Resolution step = question.resolution(resolution);
    List<Periods.Bucket> buckets =
        Buckets.cut(question.interval(), question.zone(), step, limits.maxValues());
    HeldUsagePoint point = scope.usagePoint(scope.device(deviceId).device().usagePointId());
    List<Slots> both =
        new ChannelReader(scope.session(), scope.now(), limits.deliveryDelay())
            .read(
                List.of(question.channel(), point.channel()),
                question.zone(),
                question.interval(),
                question.stays());
    Slots device = both.getFirst();
    Slots flat = both.getLast();
    return new Utilisation(
        ExtractData.series(question, step, buckets, device),
        question.zone(),
        device.sum(0, device.size()),
        flat.sum(0, flat.size()),
        share(device, flat),
        device.worst(0, device.size()),
        cost(
            device,
            new PriceCalendar(new Tariffs(scope.session()).of(point.id()), question.zone())));
  }

  private static @Nullable Cost cost(Slots device, PriceCalendar calendar) {
    if (calendar.isEmpty()) {
      return null;
    }
    var bill = new Bill(calendar);
    bill.add(device, 0, device.size());
    return bill.cost();
  }

  /**
   * Over the meter intervals that both have: a gap in one of them would otherwise look like a
   * smaller or larger share. Pure.
   */
  static @Nullable BigDecimal share(Slots device, Slots flat) {
    long deviceWh = 0;
    long flatWh = 0;
    for (int slot = 0; slot < device.size(); slot++) {
      int same = flat.firstFrom(device.start(slot));
      boolean both =
          device.isPresent(slot)
              && same < flat.size()
              && flat.start(same).equals(device.start(slot))
              && flat.isPresent(same);
      if (both) {
        deviceWh += device.wh(slot);
        flatWh += flat.wh(same);
      }
    }
    return flatWh == 0
        ? null
        : BigDecimal.valueOf(deviceWh)
            .divide(BigDecimal.valueOf(flatWh), 4, RoundingMode.HALF_EVEN)
            .min(BigDecimal.ONE.setScale(4));
  }

  private static Device device(HeldDevice held) {
    return new Device(
        held.device().id(),
        held.device().name(),
        held.device().kind(),
        held.device().usagePointId(),
        held.device().relayObis() != null,
        state(held),
        new Channel(held.channel().obis(), "Wh", held.channel().interval()));
  }

  private static State state(HeldDevice held) {
    return new State(held.reportedState(), held.reportedAt());
  }
}
