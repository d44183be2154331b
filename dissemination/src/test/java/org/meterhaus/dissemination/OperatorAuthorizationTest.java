package org.meterhaus.dissemination;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.meterhaus.db.Sql;
import org.meterhaus.dissemination.access.Operator;
import org.meterhaus.dissemination.operator.EditReadings;
import org.meterhaus.dissemination.operator.Reprocess;

@DisplayName("An operator")
class OperatorAuthorizationTest {
  private static final Operator OURS = TestHome.operator("o-1");
  private static final Operator OF_ANOTHER_ORGANISATION = TestHome.operator("o-2");

  private static final String OUTAGE = "0197f000-0000-7000-8000-00000000dada";
  private static final EditReadings.NewEdit EDIT =
      new EditReadings.NewEdit(
          "2026-11-20T10:00:00Z", List.of(1, 2), "read by the tenant", "You read the meter.");
  private static final Reprocess.NewJob JOB =
      new Reprocess.NewJob("2026-11-01", "2026-11-20", "lindenhof", null, "final");

  private static TestHome home;

  /** Every operator use case that names an object, with the name of one of ours. */
  private static final Map<String, BiConsumer<UseCases, Operator>> BY_OBJECT = new TreeMap<>();

  /** Those that name none; tested one by one below. */
  private static final Set<String> ABOUT_THE_OPERATOR =
      Set.of(
          "OperatorInformation.me", "OutageReports.list", "GroupReport.newest", "Reprocess.list");

  @BeforeAll
  static void open() {
    home = new TestHome();
    BY_OBJECT.put("OutageReports.get", (all, who) -> all.outageReports().get(who, OUTAGE));
    home.database()
        .transact(session ->
            Sql.of(
                    session,
                    """
                    insert into outage (id, building_id, state, cause, began_at, suspected_at, reopened)
                    values (:id::uuid, 'lindenhof', 'suspected', 'power', :at, :at, 0)
                    """)
                .with("id", OUTAGE)
                .with("at", TestHome.NOW)
                .execute());
    home.database()
        .transact(session ->
            Sql.of(
                    session,
                    """
                    insert into outage_meter
                      (outage_id, meter_id, silent_since, data_until, last_gasp, supply)
                    select :id::uuid, id, :at, :at, false, 'unknown' from meter
                    """)
                .with("id", OUTAGE)
                .with("at", TestHome.NOW)
                .execute());
    home.flatDay(home.channel("A-01", 0), LocalDate.parse("2026-11-20"), 100);
    var edit = home.useCases().editReadings().add(OURS, "A-01", EDIT);
    var job = home.useCases().reprocess().order(OURS, JOB);
    String jobId = job.id().toString();
    BY_OBJECT.put("EditReadings.add", (all, who) -> all.editReadings().add(who, "A-01", EDIT));
    BY_OBJECT.put(
        "EditReadings.list", (all, who) -> all.editReadings().list(who, "A-01", "yesterday"));
    BY_OBJECT.put(
        "EditReadings.revoke",
        (all, who) -> all.editReadings().revoke(who, "A-01", edit.id().toString(), "a mistake"));
    BY_OBJECT.put("Reprocess.order", (all, who) -> all.reprocess().order(who, JOB));
    BY_OBJECT.put("Reprocess.get", (all, who) -> all.reprocess().get(who, jobId));
    BY_OBJECT.put("Reprocess.cancel", (all, who) -> all.reprocess().cancel(who, jobId));
  }

  @AfterAll
  static void close() {
    home.close();
  }

  @Test
  void is_told_which_buildings_the_organisation_runs() {
    var information = home.useCases().operatorInformation();

    assertThat(information.me(OURS).buildings())
        .extracting(building -> building.id())
        .containsExactly("lindenhof");
    assertThat(information.me(OF_ANOTHER_ORGANISATION).buildings()).isEmpty();
  }

  @Test
  void is_shown_outages_and_groups_of_the_own_organisation_alone() {
    UseCases all = home.useCases();

    assertThat(all.outageReports().list(OURS, null, null).outages()).hasSize(1);
    assertThat(all.outageReports().list(OF_ANOTHER_ORGANISATION, null, null).outages()).isEmpty();
    assertThat(all.groupReport().newest(OF_ANOTHER_ORGANISATION)).isEmpty();
    assertThat(all.outageReports().get(OURS, OUTAGE).meters()).hasSize(7);
  }

  @Test
  void sees_the_jobs_of_its_organisation_only() {
    var reprocess = home.useCases().reprocess();

    assertThat(reprocess.list(OURS)).isNotEmpty();
    assertThat(reprocess.list(OF_ANOTHER_ORGANISATION)).isEmpty();
  }

  @Test
  void does_with_its_own_what_it_is_for() {
    BY_OBJECT.forEach((name, useCase) -> useCase.accept(home.useCases(), OURS));
  }

  @Test
  void cannot_edit_what_the_channel_has_not_reported_nor_off_its_intervals() {
    var edits = home.useCases().editReadings();
    for (String start :
        List.of("2026-11-22T10:00:00Z", "2026-11-18T10:00:00Z", "2026-11-20T10:10:00Z")) {
      var edit = new EditReadings.NewEdit(start, List.of(1), "why", "Why.");

      assertThat(TestHome.refusal(() -> edits.add(OURS, "A-01", edit)))
          .as(start)
          .isEqualTo("validation");
    }
  }

  @Test
  void gets_at_nothing_of_another_organisation() {
    BY_OBJECT.forEach((name, useCase) ->
        assertThat(TestHome.refusal(() -> useCase.accept(home.useCases(), OF_ANOTHER_ORGANISATION)))
            .as(name)
            .isEqualTo("not-found"));
  }

  @Test
  void that_is_no_more_gets_nothing() {
    assertThat(
            TestHome.refusal(
                () -> home.useCases().operatorInformation().me(TestHome.operator("o-gone"))))
        .isEqualTo("not-authenticated");
  }

  @Test
  void leaves_an_audit_row_with_its_name() {
    home.useCases().operatorInformation().me(OURS);

    String newest =
        home.database()
            .reading(session ->
                Sql.of(
                        session,
                        "select actor || ' ' || action || ' ' || outcome from audit order by seq desc limit 1")
                    .first(row -> row.text(0)))
            .orElseThrow();

    assertThat(newest).isEqualTo("operator:o-1 operator.me ok");
  }

  /** A use case that is added must be added to this table too. */
  @Test
  void has_each_of_its_use_cases_in_this_table() {
    var takingAnOperator = new TreeSet<String>();
    for (RecordComponent part : UseCases.class.getRecordComponents()) {
      for (Method method : part.getType().getDeclaredMethods()) {
        if (Modifier.isPublic(method.getModifiers())
            && Arrays.asList(method.getParameterTypes()).contains(Operator.class)) {
          takingAnOperator.add(part.getType().getSimpleName() + "." + method.getName());
        }
      }
    }
    var inTheTable = new TreeSet<>(ABOUT_THE_OPERATOR);
    inTheTable.addAll(BY_OBJECT.keySet());

    assertThat(inTheTable).isEqualTo(takingAnOperator);
  }
}
