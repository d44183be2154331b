package org.meterhaus.processing.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meterhaus.processing.outage.SimulatedTown.at;
import static org.meterhaus.processing.outage.SimulatedTown.behind;
import static org.meterhaus.processing.outage.SimulatedTown.in;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.meterhaus.db.outages.MeterContact;
import org.meterhaus.db.outages.MeterPlace;
import org.meterhaus.db.outages.Outage;
import org.meterhaus.db.outages.OutageCause;
import org.meterhaus.db.outages.OutageState;
import org.meterhaus.db.outages.Scope;
import org.meterhaus.db.outages.Supply;
import org.meterhaus.processing.outage.Assessment.Notice;
import org.meterhaus.processing.outage.SimulatedTown.Style;

@DisplayName("Silence")
class OutageDetectionTest {
  private static final OutageRules RULES = OutageRules.defaults();

  static LongStream seeds() {
    return LongStream.range(0, 12);
  }

  /** Three sections of twelve flats behind one sink. */
  private static SimulatedTown house(long seed, Style style) {
    return new SimulatedTown(seed, style, RULES).building("h", 3, 12, 1);
  }

  private static void assertTold(SimulatedTown town, Outage outage) {
    assertThat(town.noticesOf(outage))
        .as("%s", town.story)
        .containsExactly(new Notice.PowerIsOff(outage.id()), new Notice.MetersAreBack(outage.id()));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void of_a_section_whose_neighbours_report_is_a_power_outage(long seed) {
    SimulatedTown town = house(seed, Style.FLAGS).powerCut(in("h-B"), "10:07", "12:22");

    town.until("10:20");
    assertThat(town.outages()).as("nothing is overdue yet: %s", town.story).isEmpty();
    town.until("10:32");
    assertThat(town.onlyOutage().state()).isEqualTo(OutageState.SUSPECTED);
    town.until("10:50");
    Outage confirmed = town.onlyOutage();
    assertThat(confirmed.state()).as("%s", town.story).isEqualTo(OutageState.CONFIRMED);
    assertThat(confirmed.cause()).isEqualTo(OutageCause.POWER);
    assertThat(confirmed.scope()).isEqualTo(Scope.ofSection("h", "h-B"));
    assertThat(confirmed.members()).hasSize(12);
    assertThat(confirmed.began()).isBetween(at("10:00"), at("10:07"));
    town.until("14:00");

    Outage restored = town.onlyOutage();
    assertThat(restored.state()).isEqualTo(OutageState.RESTORED);
    assertThat(restored.restoredAt().orElseThrow()).isBetween(at("12:22"), at("12:35"));
    // the rows of 10:15 and 12:30 have the bit: what the meters can tell to the interval
    assertThat(restored.powerOff()).contains(new Supply.Off(at("10:00"), at("12:30")));
    assertThat(restored.reopened()).isZero();
    assertTold(town, restored);
    assertThat(town.faulty).isEmpty();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void of_one_meter_is_a_fault_of_the_meter(long seed) {
    SimulatedTown town = house(seed, Style.FLAGS).deaf(in("h-A-03"), "09:00", "20:00");

    town.until("12:00");

    assertThat(town.outages()).isEmpty();
    assertThat(town.faulty).containsOnlyKeys("h-A-03");
    town.until("21:00");
    assertThat(town.outages()).isEmpty();
    assertThat(town.faulty).isEmpty();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void of_everything_behind_a_sink_stays_suspected_and_is_known_as_lost_communication_afterwards(
      long seed) {
    SimulatedTown town = house(seed, Style.FLAGS).deaf(behind("h-sink0"), "10:02", "15:41");

    town.until("15:40");
    Outage silent = town.onlyOutage();
    assertThat(silent.state()).as("%s", town.story).isEqualTo(OutageState.SUSPECTED);
    assertThat(silent.cause()).isEqualTo(OutageCause.SINK_OR_NETWORK);
    assertThat(silent.scope()).isEqualTo(Scope.ofBuilding("h"));
    assertThat(silent.members()).hasSize(36);
    town.until("17:00");

    Outage over = town.onlyOutage();
    assertThat(over.state()).isEqualTo(OutageState.RESTORED);
    assertThat(over.cause()).isEqualTo(OutageCause.COMMUNICATION);
    assertThat(over.powerOff()).isEmpty();
    assertThat(town.noticesOf(over)).as("nobody's power was off").isEmpty();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void of_a_whole_building_is_found_to_be_a_power_outage_when_the_profiles_come(long seed) {
    SimulatedTown town =
        house(seed, seed % 2 == 0 ? Style.FLAGS : Style.HOLES).powerCut(in("h"), "02:20", "05:00");

    town.until("04:55");
    assertThat(town.onlyOutage().state()).isEqualTo(OutageState.SUSPECTED);
    assertThat(town.onlyOutage().cause()).isEqualTo(OutageCause.SINK_OR_NETWORK);
    town.until("06:30");

    Outage over = town.onlyOutage();
    assertThat(over.cause()).as("%s", town.story).isEqualTo(OutageCause.POWER);
    assertThat(over.state()).isEqualTo(OutageState.RESTORED);
    Supply.Off off = over.powerOff().orElseThrow();
    assertThat(off.from()).isBetween(at("02:15"), at("02:30"));
    assertThat(off.until()).isEqualTo(at("05:00"));
    assertThat(town.noticesOf(over)).containsExactly(new Notice.MetersAreBack(over.id()));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void of_a_section_that_had_power_is_reclassified_when_the_profiles_come(long seed) {
    SimulatedTown town = house(seed, Style.FLAGS).deaf(in("h-C"), "10:05", "13:02");

    town.until("13:00");
    assertThat(town.onlyOutage().state()).isEqualTo(OutageState.CONFIRMED);
    town.until("15:00");

    Outage over = town.onlyOutage();
    assertThat(over.cause()).isEqualTo(OutageCause.COMMUNICATION);
    assertThat(over.state()).isEqualTo(OutageState.RESTORED);
    assertThat(over.powerOff()).isEmpty();
    assertTold(town, over);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void that_comes_and_goes_is_one_outage_told_once(long seed) {
    SimulatedTown town = house(seed, Style.FLAGS);
    for (int hour = 8; hour < 16; hour++) {
      town.powerCut(in("h-A"), "%02d:01".formatted(hour), "%02d:44".formatted(hour));
    }

    town.until("20:00");

    Outage over = town.onlyOutage();
    assertThat(over.state()).as("%s", town.story).isEqualTo(OutageState.RESTORED);
    assertThat(over.cause()).isEqualTo(OutageCause.POWER);
    assertThat(town.noticesOf(over))
        .filteredOn(notice -> notice instanceof Notice.PowerIsOff)
        .hasSize(1);
    // told from the first dark interval to the last
    assertThat(over.powerOff()).contains(new Supply.Off(at("08:00"), at("15:45")));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void shorter_than_anybody_could_notice_is_nothing(long seed) {
    SimulatedTown town = house(seed, Style.FLAGS);
    for (int hour = 8; hour < 16; hour++) {
      town.powerCut(in("h-A"), "%02d:03".formatted(hour), "%02d:11".formatted(hour));
    }

    town.until("18:00");

    assertThat(town.outages()).as("%s", town.story).isEmpty();
    assertThat(town.faulty).isEmpty();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void of_two_sections_becomes_one_building_level_outage(long seed) {
    SimulatedTown town =
        house(seed, Style.FLAGS)
            .powerCut(in("h-A"), "10:07", "12:00")
            .powerCut(in("h-B"), "10:07", "12:00");

    town.until("11:00");

    Outage outage = town.onlyOutage();
    assertThat(outage.scope()).as("%s", town.story).isEqualTo(Scope.ofBuilding("h"));
    assertThat(outage.members()).hasSize(24);
    assertThat(outage.state()).isEqualTo(OutageState.CONFIRMED);
    town.until("14:00");
    assertThat(town.onlyOutage().state()).isEqualTo(OutageState.RESTORED);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void that_ends_for_the_building_but_not_for_a_section_goes_on(long seed) {
    SimulatedTown town =
        house(seed, Style.FLAGS)
            .powerCut(in("h"), "10:07", "12:00")
            .powerCut(in("h-A-0"), "10:07", "16:00");

    town.until("15:30");
    assertThat(town.outages()).filteredOn(Outage::isOpen).as("%s", town.story).hasSize(1);
    town.until("18:00");

    assertThat(town.onlyOutage().state()).isEqualTo(OutageState.RESTORED);
    assertThat(town.onlyOutage().cause()).isEqualTo(OutageCause.POWER);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void of_one_of_two_sinks_is_no_power_outage(long seed) {
    SimulatedTown town =
        new SimulatedTown(seed, Style.FLAGS, RULES)
            .building("h", 4, 9, 2)
            .deaf(behind("h-sink1"), "10:02", "13:00");

    town.until("12:59");

    assertThat(town.onlyOutage().state()).as("%s", town.story).isEqualTo(OutageState.SUSPECTED);
    assertThat(town.onlyOutage().cause()).isEqualTo(OutageCause.SINK_OR_NETWORK);
    assertThat(town.onlyOutage().members()).hasSize(18);
  }

  @Test
  void of_everything_everywhere_is_one_suspicion_a_building() {
    SimulatedTown town = new SimulatedTown(1, Style.FLAGS, RULES);
    for (int i = 0; i < 40; i++) {
      town.building("h%02d".formatted(i), 3, 10, 1);
    }
    town.deaf(_ -> true, "06:00", "09:00");

    town.until("08:59");
    assertThat(town.outages()).hasSize(40).allMatch(outage -> !outage.confirmedAt().isPresent());
    assertThat(town.outages())
        .extracting(outage -> outage.scope().section())
        .containsOnly(Optional.empty());
    town.until("10:30");

    assertThat(town.outages()).allMatch(outage -> outage.cause() == OutageCause.COMMUNICATION);
    assertThat(town.notices).isEmpty();
  }

  @Test
  void of_our_own_making_is_no_outage() {
    var place = Map.of("m", new MeterPlace("m", "h", "A", "s", Duration.ofMinutes(15)));
    Instant now = at("12:00");
    var longAgo = new MeterContact(at("02:00"), at("02:00"), 0, OptionalLong.of(1));

    var assessment =
        OutageDetection.step(
            List.of(),
            new Observation(now, at("11:55"), place, Map.of("m", longAgo), Map.of()),
            RULES);

    assertThat(assessment.faultyMeters()).isEmpty();
  }

  @Test
  void of_meters_that_failed_one_after_the_other_adds_up_to_nothing() {
    SimulatedTown town = house(3, Style.FLAGS);
    for (int i = 0; i < 8; i++) {
      town.deaf(in("h-A-0" + i), "%02d:30".formatted(2 + i), "1 12:00");
    }

    town.until("23:00");

    assertThat(town.outages()).as("%s", town.story).isEmpty();
    assertThat(town.faulty).hasSize(8);
  }

  @Test
  void of_dead_meters_hides_no_outage() {
    SimulatedTown town =
        house(5, Style.FLAGS)
            .deaf(in("h-A-00"), "02:30", "1 12:00")
            .deaf(in("h-B-00"), "02:30", "1 12:00")
            .deaf(in("h-C-00"), "02:30", "1 12:00")
            .deaf(in("h-C-01"), "02:30", "1 12:00")
            .powerCut(place -> place.meter().matches("h-B-0[1-4]"), "10:00", "12:00");

    town.until("11:00");

    assertThat(town.onlyOutage().members())
        .as("%s", town.story)
        .containsOnlyKeys("h-B-01", "h-B-02", "h-B-03", "h-B-04");
  }

  @Test
  void that_ended_with_the_power_failing_is_confirmed_at_once() {
    var places = new TreeMap<String, MeterPlace>();
    var contacts = new TreeMap<String, MeterContact>();
    for (int i = 0; i < 6; i++) {
      String meter = "m" + i;
      places.put(meter, new MeterPlace(meter, "h", "A", "s", Duration.ofMinutes(15)));
      contacts.put(
          meter,
          new MeterContact(
              at("10:01"), at("10:00"), SupplyEvidence.POWER_DOWN, OptionalLong.of(1)));
    }

    var assessment =
        OutageDetection.step(
            List.of(),
            new Observation(at("10:30"), at("00:00"), places, contacts, Map.of()),
            RULES);

    assertThat(assessment.outages())
        .singleElement()
        .returns(OutageState.CONFIRMED, Outage::state)
        .returns(OutageCause.POWER, Outage::cause);
    assertThat(assessment.notices()).hasSize(1);
  }

  /** Prints how long a look takes; asserts that it is far from the half minute between two. */
  @Test
  void of_a_hundred_thousand_meters_is_looked_through_in_no_time() {
    var places = new TreeMap<String, MeterPlace>();
    var contacts = new TreeMap<String, MeterContact>();
    for (int i = 0; i < 100_000; i++) {
      String meter = "m%06d".formatted(i);
      String building = "b" + i / 40;
      places.put(
          meter,
          new MeterPlace(
              meter, building, building + i % 4, building + "s", Duration.ofMinutes(15)));
      // every tenth building is dark, and here and there a meter has failed
      boolean dark = i / 40 % 10 == 0 || i % 97 == 0;
      Instant heard = (dark ? at("10:00") : at("11:00")).plusSeconds(i % 120);
      contacts.put(meter, new MeterContact(heard, heard, 0, OptionalLong.of(1)));
    }
    var observation = new Observation(at("11:05"), at("00:00"), places, contacts, Map.of());
    long before = System.nanoTime();

    Assessment first = OutageDetection.step(List.of(), observation, RULES);
    Assessment second = OutageDetection.step(first.outages(), observation, RULES);

    double seconds = (System.nanoTime() - before) / 1e9;
    System.out.printf("two looks at 100,000 meters: %.2f s%n", seconds);
    assertThat(first.outages()).hasSize(250);
    assertThat(second.outages()).hasSize(250);
    assertThat(second.faultyMeters()).hasSizeBetween(900, 1_000);
    assertThat(seconds).isLessThan(20);
  }
}
