package org.meterhaus.processing.outage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.meterhaus.processing.outage.SimulatedTown.at;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.meterhaus.db.outages.MeterContact;
import org.meterhaus.db.outages.MeterPlace;
import org.meterhaus.db.outages.MeterReach;
import org.meterhaus.db.outages.MeterReach.State;
import org.meterhaus.db.outages.Outage;
import org.meterhaus.db.outages.OutageCause;
import org.meterhaus.db.outages.OutageState;
import org.meterhaus.db.outages.Scope;

/** Two sections of six half-hour meters behind one sink; the rows of ten o'clock have come. */
@DisplayName("A sink that says whom it reaches")
class ReachabilityTest {
  private static final OutageRules RULES = OutageRules.defaults();
  private static final Instant LONG_SINCE = at("00:00");

  private final Map<String, MeterPlace> places = new TreeMap<>();
  private final Map<String, MeterContact> contacts = new TreeMap<>();

  @BeforeEach
  void build() {
    for (String section : List.of("A", "B")) {
      for (int i = 0; i < 6; i++) {
        String meter = section + i;
        places.put(meter, new MeterPlace(meter, "h", section, "s", Duration.ofMinutes(30)));
        contacts.put(meter, new MeterContact(at("10:01"), at("10:00"), 0, OptionalLong.of(1)));
      }
    }
  }

  private static boolean inB(String meter) {
    return meter.startsWith("B");
  }

  /** The sink says at {@code toldAt} that some are offline since {@code since}. */
  private Map<String, MeterReach.Told> told(
      Instant toldAt, Predicate<String> offline, Instant since) {
    var told = new TreeMap<String, MeterReach.Told>();
    places
        .keySet()
        .forEach(meter ->
            told.put(
                meter,
                new MeterReach.Told(
                    offline.test(meter)
                        ? new MeterReach(State.OFFLINE, since, Optional.of(since.minusSeconds(20)))
                        : new MeterReach(State.ONLINE, at("08:00"), Optional.of(at("08:00"))),
                    toldAt)));
    return told;
  }

  private Assessment look(
      List<Outage> known, Instant now, Instant since, Map<String, MeterReach.Told> told) {
    return OutageDetection.step(
        known, new Observation(now, since, places, contacts, Map.of(), told), RULES);
  }

  @Test
  void makes_an_outage_known_minutes_after_the_cut_and_over_soon_after_its_end() {
    Instant cut = at("10:03");
    List<Outage> before =
        look(List.of(), at("10:05"), LONG_SINCE, told(at("10:05"), ReachabilityTest::inB, cut))
            .outages();
    assertThat(before).as("two minutes are nothing").isEmpty();

    List<Outage> suspected =
        look(before, at("10:06"), LONG_SINCE, told(at("10:06"), ReachabilityTest::inB, cut))
            .outages();
    assertThat(suspected)
        .singleElement()
        .returns(OutageState.SUSPECTED, Outage::state)
        .returns(Scope.ofSection("h", "B"), Outage::scope)
        .returns(cut.minusSeconds(20), Outage::began);

    Assessment confirmed =
        look(suspected, at("10:16"), LONG_SINCE, told(at("10:16"), ReachabilityTest::inB, cut));
    assertThat(confirmed.outages())
        .singleElement()
        .returns(OutageState.CONFIRMED, Outage::state)
        .returns(OutageCause.POWER, Outage::cause);
    assertThat(confirmed.notices()).hasSize(1);

    List<Outage> back =
        look(confirmed.outages(), at("10:20"), LONG_SINCE, told(at("10:20"), _ -> false, cut))
            .outages();
    assertThat(back.getFirst().state()).isEqualTo(OutageState.CONFIRMED);
    List<Outage> over =
        look(back, at("10:35"), LONG_SINCE, told(at("10:35"), _ -> false, cut)).outages();
    assertThat(over)
        .singleElement()
        .returns(OutageState.RESTORED, Outage::state)
        .returns(Optional.of(at("10:20")), Outage::restoredAt);
  }

  @Test
  void and_has_said_nothing_for_a_minute_says_nothing_of_now() {
    var old = told(at("10:10"), ReachabilityTest::inB, at("10:03"));

    assertThat(look(List.of(), at("10:12"), LONG_SINCE, old).outages()).isEmpty();
    assertThat(look(List.of(), at("10:45"), LONG_SINCE, old).outages())
        .as("they answered at ten past: half an hour and ten minutes have not passed since")
        .singleElement()
        .returns(Scope.ofSection("h", "B"), Outage::scope);
  }

  @Test
  void and_misses_one_meter_has_a_meter_to_be_looked_at() {
    var told = told(at("10:20"), meter -> meter.equals("B3"), at("10:03"));

    Assessment assessment = look(List.of(), at("10:20"), LONG_SINCE, told);

    assertThat(assessment.outages()).isEmpty();
    assertThat(assessment.faultyMeters()).containsOnlyKeys("B3");
  }

  @Test
  void is_believed_also_when_we_have_only_begun_to_listen() {
    contacts.replaceAll(
        (_, contact) -> new MeterContact(at("02:00"), at("02:00"), 0, OptionalLong.of(1)));
    var told = told(at("10:10"), ReachabilityTest::inB, at("10:03"));

    List<Outage> found = look(List.of(), at("10:10"), at("10:09"), told).outages();

    assertThat(found).singleElement().returns(Scope.ofSection("h", "B"), Outage::scope);
    assertThat(found.getFirst().members()).hasSize(6);
    assertThat(look(List.of(), at("10:10"), at("10:09"), Map.of()).outages()).isEmpty();
  }

  @Test
  void keeps_a_meter_from_being_silent_whose_rows_do_not_come() {
    var told = told(at("11:30"), _ -> false, at("10:03"));

    Assessment assessment = look(List.of(), at("11:30"), LONG_SINCE, told);

    assertThat(assessment.outages()).isEmpty();
    assertThat(assessment.faultyMeters()).isEmpty();
  }
}
