package org.meterhaus.dissemination.utilisation;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.db.customers.HeldDevice;
import org.meterhaus.db.customers.HeldUsagePoint;
import org.meterhaus.db.house.Channel;
import org.meterhaus.db.tariffs.Tariffs;
import org.meterhaus.dissemination.access.Caller;
import org.meterhaus.dissemination.access.CustomerScope;
import org.meterhaus.dissemination.access.Gate;
import org.meterhaus.dissemination.cost.PriceCalendar;
import org.meterhaus.dissemination.readings.ChannelReader;
import org.meterhaus.dissemination.readings.Question;
import org.meterhaus.dissemination.readings.ReadingLimits;
import org.meterhaus.dissemination.readings.Slots;
import org.meterhaus.dissemination.readings.Steps;
import org.meterhaus.dissemination.sub.Coverage;
import org.meterhaus.dissemination.time.Interval;

/** The share of each appliance in the energy of a flat. */
public final class Utilisation {

  private final Gate gate;
  private final ReadingLimits limits;

  public Utilisation(Gate gate, ReadingLimits limits) {
    this.gate = gate;
    this.limits = limits;
  }

  /**
   * @param usagePoint its id
   * @param interval that was answered: what was asked for, cut to the caller's occupancy
   * @param zone of the building
   * @param coverage of the flat's meter
   * @param sumWh of the flat over present values; null if there is none
   * @param dataUntil end of the newest meter interval of the flat that has a value; null if there
   *     is none
   * @param division over what can be compared
   * @param devices by id
   */
  public record Answer(
      String usagePoint,
      Interval interval,
      ZoneId zone,
      Coverage coverage,
      @Nullable Long sumWh,
      @Nullable Instant dataUntil,
      Division division,
      List<Device> devices) {

    /** What has to be said about the numbers, in plain words; null if nothing. */
    public @Nullable String note() {
      if (division.excessCount() == 0) {
        return null;
      }
      return "In %d of %d meter intervals the appliances add up to more than the flat's meter, %d Wh in all, %s"
          .formatted(
              division.excessCount(),
              division.comparedCount(),
              division.excessWh(),
              division.excessEstimated()
                  ? "because some values are estimated."
                  : "because each value is rounded to whole Wh or the meters do not agree.");
    }
  }

  /**
   * @param kind such as {@code kettle}
   * @param coverage of its channel
   * @param sumWh over its present values; null if there is none
   * @param part of the division; null without any value
   */
  public record Device(
      String id,
      String name,
      String kind,
      Coverage coverage,
      @Nullable Long sumWh,
      Division.@Nullable Part part) {}

  /**
   * The appliances are those of the caller's present flat: whoever moved out is told of the whole
   * flat alone.
   *
   * @param interval ISO 8601 interval or name, counted in the building's zone
   * @throws org.meterhaus.dissemination.access.RefusedException not-found, invalid-interval
   */
  public Answer ofUsagePoint(Caller caller, String usagePointId, String interval) {
    return gate.readAudited(
        caller,
        "readings.utilisation",
        "usage-point:" + usagePointId,
        scope -> answer(scope, usagePointId, interval));
  }

  private Answer answer(CustomerScope scope, String usagePointId, String expression) {
    var question = Question.aboutUsagePoint(scope, usagePointId, expression);
    HeldUsagePoint point = scope.usagePoint(usagePointId);
    List<HeldDevice> devices =
        scope.devices().stream()
            .filter(device -> device.device().usagePointId().equals(point.id()))
            .toList();
    var channels = new ArrayList<Channel>();
    channels.add(point.channel());
    devices.forEach(device -> channels.add(device.channel()));
    List<Slots> own =
        new ChannelReader(scope.session(), scope.now(), limits.deliveryDelay())
            .read(channels, question.zone(), question.interval(), question.stays());
    List<Slots> common = Steps.common(own, question.zone());
    var calendar = new PriceCalendar(new Tariffs(scope.session()).of(point.id()), question.zone());
    Division division = Division.of(common.getFirst(), common.subList(1, common.size()), calendar);
    var uses = new ArrayList<Device>();
    for (int i = 0; i < devices.size(); i++) {
      Slots slots = own.get(i + 1);
      var device = devices.get(i).device();
      uses.add(
          new Device(
              device.id(),
              device.name(),
              device.kind(),
              Coverage.of(slots, 0, slots.size()),
              slots.sum(0, slots.size()),
              division.devices().get(i)));
    }
    Slots flat = own.getFirst();
    return new Answer(
        point.id(),
        question.interval(),
        question.zone(),
        Coverage.of(flat, 0, flat.size()),
        flat.sum(0, flat.size()),
        flat.dataUntil(),
        division,
        uses);
  }
}
