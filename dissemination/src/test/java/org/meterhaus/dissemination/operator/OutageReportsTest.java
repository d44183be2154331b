package org.meterhaus.dissemination.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.meterhaus.db.arrivals.Reading;
import org.meterhaus.db.outages.MeterContact;
import org.meterhaus.db.outages.MeterContacts;
import org.meterhaus.db.outages.Outage;
import org.meterhaus.db.outages.OutageCause;
import org.meterhaus.db.outages.OutageMember;
import org.meterhaus.db.outages.OutageState;
import org.meterhaus.db.outages.Outages;
import org.meterhaus.db.outages.Scope;
import org.meterhaus.db.outages.Supply;
import org.meterhaus.dissemination.TestHome;

@DisplayName("The report of outages")
class OutageReportsTest {
  private static final Instant BEGAN = Instant.parse("2026-11-20T10:00:00Z");
  private static final String METER = "MHV0000000000101";
  private static final UUID OVER = new UUID(1, 1);
  private static final UUID OPEN = new UUID(1, 2);

  private TestHome home;

  @BeforeEach
  void open() {
    home = new TestHome();
    home.database()
        .transact(session -> {
          new Outages(session)
              .save(
                  List.of(
                      outage(OVER, BEGAN, Optional.of(BEGAN.plus(Duration.ofHours(2)))),
                      outage(OPEN, BEGAN.plus(Duration.ofHours(12)), Optional.empty())));
          var contacts = new MeterContacts(session);
          contacts.keep(OVER, METER, List.of(Reading.of(BEGAN.plusSeconds(5400), 0x80, 12, 1_012)));
          contacts.heard(
              new TreeMap<>(
                  java.util.Map.of(
                      METER, new MeterContact(BEGAN, BEGAN, 0, OptionalLong.of(1_000)))));
          new Outages(session).markFaulty(new TreeMap<>(java.util.Map.of(METER, BEGAN)));
        });
  }

  @AfterEach
  void close() {
    home.close();
  }

  private static Outage outage(UUID id, Instant began, Optional<Instant> restored) {
    var members = new TreeMap<String, OutageMember>();
    members.put(
        METER,
        new OutageMember(
            METER,
            began,
            began,
            OptionalLong.of(1_000),
            true,
            Optional.of(began),
            restored,
            restored.isPresent() ? new Supply.Off(began, restored.get()) : new Supply.Unknown()));
    return new Outage(
        id,
        Scope.ofSection("lindenhof", "A"),
        restored.isPresent() ? OutageState.RESTORED : OutageState.SUSPECTED,
        OutageCause.POWER,
        began,
        began.plusSeconds(1800),
        restored,
        restored,
        restored,
        restored.map(end -> new Supply.Off(began, end)),
        0,
        members);
  }

  private OutageReports.Overview list(String state, String interval) {
    return home.useCases().outageReports().list(TestHome.operator("o-1"), state, interval);
  }

  @Test
  void lists_the_latest_first_and_by_state_and_interval() {
    assertThat(home.useCases().outageReports().list(TestHome.operator("o-1"), null, null).outages())
        .extracting(OutageReports.Summary::id)
        .containsExactly(OPEN, OVER);
    assertThat(list("restored", "2026-11-20/P1D").outages())
        .extracting(OutageReports.Summary::id)
        .containsExactly(OVER);
    assertThat(list("suspected", "2026-11-20/P1D").outages()).hasSize(1);
    assertThat(list("restored", "2026-11-19/P1D").outages()).isEmpty();
    // one that is still going on is in every interval since
    assertThat(list("suspected", "today").outages()).hasSize(1);
    assertThat(TestHome.refusal(() -> list("gone", "today"))).isEqualTo("invalid-parameter");
    assertThat(TestHome.refusal(() -> list("restored", "soon"))).isEqualTo("invalid-interval");
  }

  @Test
  void names_the_meters_that_are_silent_on_their_own() {
    assertThat(list("restored", "today").silentMeters())
        .containsExactly(
            new OutageReports.FaultyMeter(METER, "lindenhof", "A", "A-01", BEGAN, null));
  }

  @Test
  void gives_the_meters_and_the_evidence() {
    var report = home.useCases().outageReports().get(TestHome.operator("o-1"), OVER.toString());

    assertThat(report.evidence())
        .containsExactly(
            "1 meters fell silent together: last heard between 2026-11-20T10:00:00Z and 2026-11-20T10:00:00Z.",
            "1 of 1 said with their last energy that their power was going.",
            "The profiles of 1 of 1 show that there was no power, from about 2026-11-20T10:00:00Z to 2026-11-20T12:00:00Z.");
    assertThat(report.meters())
        .singleElement()
        .returns("A-01", OutageReports.SilentMeter::flat)
        .returns(BEGAN, OutageReports.SilentMeter::lastGaspAt)
        .returns("off", OutageReports.SilentMeter::supply);
    assertThat(report.meters().getFirst().returned())
        .containsExactly(new OutageReports.Row(BEGAN.plusSeconds(5400), 0x80, 12, 1_012L));
  }

  @Test
  void knows_none_but_those_that_are_there() {
    assertThat(
            TestHome.refusal(() ->
                home.useCases()
                    .outageReports()
                    .get(TestHome.operator("o-1"), new UUID(9, 9).toString())))
        .isEqualTo("not-found");
  }
}
