package org.meterhaus.processing.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meterhaus.processing.outage.SimulatedTown.at;
import static org.meterhaus.processing.outage.SimulatedTown.in;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.meterhaus.db.outages.MeterContact;
import org.meterhaus.db.outages.MeterPlace;
import org.meterhaus.db.outages.MeterReach;
import org.meterhaus.db.outages.MeterReach.Gasp;
import org.meterhaus.db.outages.MeterReach.State;
import org.meterhaus.db.outages.Outage;
import org.meterhaus.db.outages.OutageCause;
import org.meterhaus.db.outages.OutageMember;
import org.meterhaus.db.outages.OutageState;
import org.meterhaus.db.outages.Scope;
import org.meterhaus.processing.outage.Assessment.Notice;
import org.meterhaus.processing.outage.SimulatedTown.Style;

/** Decision 0071. */
@DisplayName("A last gasp")
class LastGaspTest {
  private static final OutageRules RULES = OutageRules.defaults();

  static LongStream seeds() {
    return LongStream.range(0, 12);
  }

  /** Three sections of twelve flats behind one sink that asks every minute. */
  private static SimulatedTown house(long seed, double loss) {
    return new SimulatedTown(seed, Style.FLAGS, RULES).building("h", 3, 12, 1).pushing(loss);
  }

  private static long gasps(Outage outage) {
    return outage.members().values().stream().filter(m -> m.gaspAt().isPresent()).count();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void of_a_section_confirms_its_outage_in_the_minute_of_the_cut(long seed) {
    SimulatedTown town = house(seed, 0.3).powerCut(in("h-B"), "10:07", "12:22");

    town.until("10:08");
    Outage dark = town.onlyOutage();
    assertThat(dark.state()).as("%s", town.story).isEqualTo(OutageState.CONFIRMED);
    assertThat(dark.cause()).isEqualTo(OutageCause.POWER);
    assertThat(dark.scope()).isEqualTo(Scope.ofSection("h", "h-B"));
    assertThat(dark.confirmedAt()).contains(dark.suspectedAt());
    assertThat(dark.members()).hasSizeBetween(3, 12);
    assertThat(dark.members().values()).allMatch(OutageMember::lastGasp);
    town.until("10:12");
    assertThat(town.onlyOutage().members()).as("those whose gasps were lost too").hasSize(12);
    town.until("14:00");

    Outage over = town.onlyOutage();
    assertThat(over.state()).isEqualTo(OutageState.RESTORED);
    assertThat(over.restoredAt().orElseThrow()).isBetween(at("12:22"), at("12:24"));
    assertThat(town.noticesOf(over))
        .containsExactly(new Notice.PowerIsOff(over.id()), new Notice.MetersAreBack(over.id()));
    assertThat(town.faulty).isEmpty();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void of_everybody_is_one_outage_of_the_building(long seed) {
    SimulatedTown town = house(seed, 0.3).powerCut(in("h"), "10:07", "11:00");

    town.until("10:08");
    assertThat(town.onlyOutage().state()).as("%s", town.story).isEqualTo(OutageState.CONFIRMED);
    assertThat(town.onlyOutage().scope()).isEqualTo(Scope.ofBuilding("h"));
    town.until("12:00");

    assertThat(town.onlyOutage().members()).hasSize(36);
    assertThat(town.onlyOutage().state()).isEqualTo(OutageState.RESTORED);
  }

  /** One or two that got through make certain what their neighbours' silence shows. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void that_is_nearly_the_only_one_not_lost_confirms_with_the_silence_of_the_others(long seed) {
    SimulatedTown town = house(seed, 0.9).powerCut(in("h-B"), "10:07", "12:22");

    town.until("10:12");

    Outage dark = town.onlyOutage();
    assertThat(dark.members()).as("%s", town.story).hasSize(12);
    assertThat(gasps(dark)).isEqualTo(town.gaspsHeard());
    assertThat(dark.state())
        .as("%s", town.story)
        .isEqualTo(town.gaspsHeard() > 0 ? OutageState.CONFIRMED : OutageState.SUSPECTED);
    if (town.gaspsHeard() > 0) {
      assertThat(dark.confirmedAt()).contains(dark.suspectedAt());
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void that_nobody_hears_leaves_the_rules_of_silence_as_they_are(long seed) {
    SimulatedTown town = house(seed, 1).powerCut(in("h-B"), "10:07", "12:22");

    town.until("10:09");
    assertThat(town.outages()).isEmpty();
    town.until("10:12");
    assertThat(town.onlyOutage().state()).as("%s", town.story).isEqualTo(OutageState.SUSPECTED);
    assertThat(town.onlyOutage().members()).hasSize(12);
    town.until("14:00");

    assertThat(town.outages())
        .singleElement()
        .matches(outage -> gasps(outage) == 0)
        .matches(outage ->
            Duration.between(outage.suspectedAt(), outage.confirmedAt().orElseThrow())
                    .compareTo(RULES.confirmAfter())
                >= 0);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void of_one_flat_is_a_matter_of_that_flat(long seed) {
    SimulatedTown town = house(seed, 0).powerCut(in("h-A-03"), "09:02", "20:00");
    for (int i = 0; i < 6; i++) {
      town.powerCut(in("h-B-0" + i), "%02d:05".formatted(10 + i), "20:00");
    }

    town.until("09:03");
    assertThat(town.faulty).as("at once").containsOnlyKeys("h-A-03");
    town.until("19:00");
    assertThat(town.outages()).as("%s", town.story).isEmpty();
    assertThat(town.faulty).hasSize(7);
    town.until("21:00");
    assertThat(town.outages()).isEmpty();
    assertThat(town.faulty).isEmpty();
  }

  /** A meter that gasps although it has power answers the next poll. */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void for_nothing_is_nothing(long seed) {
    SimulatedTown town = house(seed, 0);
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    for (int minute = 30; minute < 20 * 60; minute += 7) {
      String meter = "h-%c-%02d".formatted('A' + random.nextInt(3), random.nextInt(12));
      town.gaspForNothing(meter, "%02d:%02d".formatted(minute / 60, minute % 60));
    }

    town.until("21:00");

    assertThat(town.gaspsHeard()).isGreaterThan(100);
    assertThat(town.outages()).as("%s", town.story).isEmpty();
    assertThat(town.faulty).isEmpty();
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void of_before_is_no_word_about_those_that_were_heard_after_it(long seed) {
    SimulatedTown town =
        house(seed, 0)
            .powerCut(in("h-C-03"), "09:58", "13:00")
            .deaf(
                place -> in("h-C").test(place) && !place.meter().equals("h-C-03"),
                "10:05",
                "13:02");

    town.until("10:10");

    assertThat(town.onlyOutage().state()).as("%s", town.story).isEqualTo(OutageState.SUSPECTED);
    assertThat(town.noticesOf(town.onlyOutage())).isEmpty();
  }

  @Test
  void of_half_of_a_small_section_is_enough_and_of_two_in_a_large_one_is_not() {
    assertThat(gasped(4, 2, at("10:05")).outages())
        .singleElement()
        .returns(OutageState.CONFIRMED, Outage::state)
        .returns(Scope.ofSection("h", "A"), Outage::scope);
    assertThat(gasped(5, 2, at("10:05")).outages()).isEmpty();
    assertThat(gasped(5, 2, at("10:05")).faultyMeters()).hasSize(2);
    assertThat(gasped(40, 3, at("10:05")).outages()).hasSize(1);
    assertThat(gasped(3, 1, at("10:05")).outages()).isEmpty();
  }

  @Test
  void is_over_for_a_meter_that_is_heard_when_its_sink_has_died() {
    Assessment dark = gasped(6, 6, at("10:05"));
    assertThat(dark.outages()).hasSize(1);

    // the sink last spoke a minute after the cut; rows come from somewhere else ten minutes later
    Assessment heard = gasped(6, 6, at("10:14"));

    assertThat(heard.outages()).isEmpty();
    assertThat(heard.faultyMeters()).isEmpty();
  }

  /**
   * A section of so many meters of which some gasped at 10:03, beside one of twelve that did not.
   */
  private static Assessment gasped(int meters, int gasping, Instant heardAt) {
    var places = new TreeMap<String, MeterPlace>();
    var contacts = new TreeMap<String, MeterContact>();
    var told = new TreeMap<String, MeterReach.Told>();
    for (int i = 0; i < meters + 12; i++) {
      String meter = "m%02d".formatted(i);
      String section = i < meters ? "A" : "B";
      places.put(meter, new MeterPlace(meter, "h", section, "s", Duration.ofMinutes(30)));
      Instant heard = heardAt.isAfter(at("10:06")) ? heardAt : at("10:01");
      contacts.put(meter, new MeterContact(heard, at("10:00"), 0, OptionalLong.of(1)));
      Optional<Gasp> gasp =
          i < gasping
              ? Optional.of(new Gasp(at("10:03").plusSeconds(i % 60), Optional.empty()))
              : Optional.empty();
      told.put(
          meter,
          new MeterReach.Told(
              new MeterReach(State.ONLINE, at("08:00"), Optional.of(at("08:00")), gasp),
              at("10:04")));
    }
    Instant now = heardAt.isAfter(at("10:06")) ? heardAt : at("10:04").plusSeconds(30);
    return OutageDetection.step(
        List.of(), new Observation(now, at("00:00"), places, contacts, Map.of(), told), RULES);
  }
}
