package org.meterhaus.dissemination.sections;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.meterhaus.db.customers.HeldUsagePoint;
import org.meterhaus.db.house.Dwelling;
import org.meterhaus.db.house.House;
import org.meterhaus.dissemination.access.Caller;
import org.meterhaus.dissemination.access.CustomerScope;
import org.meterhaus.dissemination.access.Gate;
import org.meterhaus.dissemination.access.PrivacyFloor;
import org.meterhaus.dissemination.access.Refusal;
import org.meterhaus.dissemination.access.RefusedException;
import org.meterhaus.dissemination.readings.ChannelReader;
import org.meterhaus.dissemination.readings.Question;
import org.meterhaus.dissemination.readings.ReadingLimits;
import org.meterhaus.dissemination.readings.Slots;
import org.meterhaus.dissemination.readings.ValueQuality;
import org.meterhaus.dissemination.time.Interval;

/**
 * Compares the sections of the caller's own building. A section with data of fewer than five flats
 * is withheld.
 */
public final class CompareSections {

  private static final Duration SHORTEST = Duration.ofHours(23);
  private static final Duration LONGEST = Duration.ofDays(366);

  private final Gate gate;
  private final ReadingLimits limits;

  public CompareSections(Gate gate, ReadingLimits limits) {
    this.gate = gate;
    this.limits = limits;
  }

  /**
   * @param building its id
   * @param interval that was answered
   * @param zone of the building
   * @param sections by id
   */
  public record Answer(String building, Interval interval, ZoneId zone, List<Section> sections) {}

  /**
   * @param section its id
   * @param flats in the section
   * @param use null when withheld
   */
  public record Section(String section, String name, int flats, @Nullable Use use) {}

  /**
   * @param sumWh over present values of all flats
   * @param perFlatWh three decimals
   * @param perM2Wh null if an area is unknown
   * @param perPersonWh null if a number of persons is unknown
   * @param expectedCount meter intervals of all flats
   * @param presentCount those of them that have a value
   */
  public record Use(
      long sumWh,
      BigDecimal perFlatWh,
      @Nullable BigDecimal perM2Wh,
      @Nullable BigDecimal perPersonWh,
      int expectedCount,
      int presentCount,
      ValueQuality worstQuality) {}

  /**
   * @param interval ISO 8601 interval or name, counted in the building's zone, at least a day
   * @throws org.meterhaus.dissemination.access.RefusedException invalid-interval, not-found (the
   *     caller lives in no building)
   */
  public Answer compare(Caller caller, String interval) {
    return gate.readAudited(
        caller,
        "readings.compare-sections",
        "customer:" + caller.customerId(),
        scope -> compare(scope, interval));
  }

  private Answer compare(CustomerScope scope, String expression) {
    HeldUsagePoint home =
        scope.usagePoints().stream()
            .findFirst()
            .orElseThrow(() -> CustomerScope.notFound("building", "own"));
    var question = Question.aboutUsagePoint(scope, home.id(), expression);
    Duration length = question.interval().length();
    if (length.compareTo(SHORTEST) < 0 || length.compareTo(LONGEST) > 0) {
      throw new RefusedException(
          new Refusal.InvalidInterval(
              expression, "sections are compared over a day to a year, as far as you lived there"));
    }
    var house = new House(scope.session());
    List<House.MeasuredDwelling> dwellings = house.measuredDwellings(home.building().id());
    List<Slots> slots =
        new ChannelReader(scope.session(), scope.now(), limits.deliveryDelay())
            .read(
                dwellings.stream().map(House.MeasuredDwelling::channel).toList(),
                question.zone(),
                question.interval(),
                question.stays());
    var sections = new ArrayList<Section>();
    for (var section : house.sections(home.building().id())) {
      var flats = new ArrayList<Flat>();
      for (int i = 0; i < dwellings.size(); i++) {
        if (dwellings.get(i).dwelling().sectionId().equals(section.id())) {
          flats.add(new Flat(dwellings.get(i).dwelling(), slots.get(i)));
        }
      }
      sections.add(new Section(section.id(), section.name(), flats.size(), use(flats)));
    }
    return new Answer(home.building().id(), question.interval(), question.zone(), sections);
  }

  record Flat(Dwelling dwelling, Slots slots) {}

  /**
   * Pure. Only flats that have a value count, for the floor too: five flats of which one has data
   * are one flat.
   */
  static @Nullable Use use(List<Flat> all) {
    List<Flat> flats = all.stream().filter(flat -> flat.slots().present() > 0).toList();
    if (!PrivacyFloor.admits(flats.size())) {
      return null;
    }
    long sum = 0;
    int expected = 0;
    int present = 0;
    ValueQuality worst = ValueQuality.MEASURED;
    for (Flat flat : flats) {
      Slots slots = flat.slots();
      Long wh = slots.sum(0, slots.size());
      sum += wh == null ? 0 : wh;
      expected += slots.size();
      present += slots.present();
      ValueQuality quality = slots.worst(0, slots.size());
      worst = quality.compareTo(worst) > 0 ? quality : worst;
    }
    return new Use(
        sum,
        per(sum, flats.size()),
        perTotal(sum, flats, Dwelling::areaM2),
        perTotal(sum, flats, Dwelling::persons),
        expected,
        present,
        worst);
  }

  private static @Nullable BigDecimal perTotal(
      long sum, List<Flat> flats, Function<Dwelling, @Nullable Integer> quantity) {
    long total = 0;
    for (Flat flat : flats) {
      Integer part = quantity.apply(flat.dwelling());
      if (part == null) {
        return null;
      }
      total += part;
    }
    return total == 0 ? null : per(sum, total);
  }

  private static BigDecimal per(long sum, long count) {
    return BigDecimal.valueOf(sum).divide(BigDecimal.valueOf(count), 3, RoundingMode.HALF_EVEN);
  }
}
