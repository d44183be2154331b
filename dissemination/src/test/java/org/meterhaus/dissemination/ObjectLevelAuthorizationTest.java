package org.meterhaus.dissemination;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.hibernate.StatelessSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.meterhaus.db.Database;
import org.meterhaus.db.alarms.Alarm;
import org.meterhaus.db.customers.Customers;
import org.meterhaus.db.house.Building;
import org.meterhaus.db.house.Channel;
import org.meterhaus.db.house.Dwelling;
import org.meterhaus.db.house.House;
import org.meterhaus.db.house.Meter;
import org.meterhaus.db.house.Section;
import org.meterhaus.db.house.UsagePoint;
import org.meterhaus.dissemination.access.Caller;
import org.meterhaus.dissemination.access.Operator;
import org.meterhaus.dissemination.access.RefusedException;
import org.meterhaus.dissemination.access.SignedIn;
import org.meterhaus.dissemination.add.AddReadings.NewReading;
import org.meterhaus.dissemination.alarms.AlarmRules.NewRule;
import org.meterhaus.dissemination.customer.ReportFault.NewFault;
import org.meterhaus.dissemination.devices.SwitchDevice.NewCommand;
import org.meterhaus.dissemination.sub.AggregateGroup;

@DisplayName("A customer")
class ObjectLevelAuthorizationTest {
  private static final Caller A = TestHome.caller("c-A-01");
  private static final Caller B = TestHome.caller("c-B-01");
  private static final LocalDate DAY = LocalDate.parse("2026-11-20");
  private static final String INTERVAL = "2026-11-20/P1D";

  private static TestHome home;

  /** What B has; A must not get at any of it. */
  private static final Map<String, String> IDS = new TreeMap<>();

  /** Every use case that names an object, by kind of object: (caller, id). */
  private static final Map<String, Map<String, BiConsumer<Caller, String>>> BY_OBJECT =
      new TreeMap<>();

  /** Those that name none, and so answer about the caller alone; tested one by one below. */
  private static final Set<String> ABOUT_THE_CALLER =
      Set.of(
          "CustomerInformation.me",
          "CustomerInformation.lastMonth",
          "CustomerInformation.usagePoints",
          "Devices.list",
          "Alarms.list",
          "AlarmRules.list",
          "PushRegistrations.register",
          "PushRegistrations.list",
          "CompareSections.compare",
          "AggregateGroup.ofPortfolio");

  @BeforeAll
  static void open() {
    home = new TestHome();
    for (String flat : List.of("A-01", "B-01")) {
      for (int b = 0; b <= 2; b++) {
        home.flatDay(home.channel(flat, b), DAY, 100 + b);
      }
    }
    UseCases all = home.useCases();
    var command = all.switchDevice().accept(B, new NewCommand("B-01-kettle", "switch-on", "b-1"));
    var registration = all.pushRegistrations().register(B, "token-of-b", "android");
    all.alarmRules().put(B, "rule-b", new NewRule("B-01-kettle", 100, true));
    var alarm = new UUID(7, 7);
    home.database().transact(session -> raise(session, alarm));
    var finding = new UUID(8, 8);
    home.database().transact(session -> find(session, finding));
    IDS.putAll(
        Map.of(
            "finding",
            finding.toString(),
            "usage point",
            "B-01",
            "device",
            "B-01-kettle",
            "command",
            command.id().toString(),
            "alarm",
            alarm.toString(),
            "push registration",
            registration.id().toString(),
            "section",
            "other-S",
            "building",
            "other"));
    home.database().transact(ObjectLevelAuthorizationTest::anotherBuilding);

    Instant start = Instant.parse("2026-11-20T10:00:00Z");
    BY_OBJECT.put(
        "usage point",
        new TreeMap<>(
            Map.of(
                "ExtractData.ofUsagePoint",
                    (who, id) -> all.extractData().ofUsagePoint(who, id, INTERVAL, null),
                "Availability.ofUsagePoint", (who, id) -> all.availability().ofUsagePoint(who, id),
                "Aggregate.ofUsagePoint",
                    (who, id) ->
                        all.aggregate().ofUsagePoint(who, id, INTERVAL, "P1D", List.of("sum")),
                "ComparePeriods.withPrevious",
                    (who, id) -> all.comparePeriods().withPrevious(who, id, INTERVAL),
                "Utilisation.ofUsagePoint",
                    (who, id) -> all.utilisation().ofUsagePoint(who, id, INTERVAL),
                "EnergyCost.ofUsagePoint",
                    (who, id) -> all.energyCost().ofUsagePoint(who, id, INTERVAL, null),
                "AddReadings.add",
                    (who, id) -> all.addReadings().add(who, id, List.of(new NewReading(start, 1))),
                "ReportFault.report",
                    (who, id) -> all.reportFault().report(who, new NewFault(id, null, "broken")))));
    useCases("usage point")
        .put(
            "AlikeCustomers.ofUsagePoint", (who, id) -> all.alikeCustomers().ofUsagePoint(who, id));
    useCases("usage point")
        .put(
            "ExtractData.ofUsagePointAsOf",
            (who, id) ->
                all.extractData()
                    .ofUsagePointAsOf(who, id, INTERVAL, null, "2026-11-21T00:00:00Z"));
    useCases("usage point")
        .put(
            "ListRevisions.ofUsagePoint",
            (who, id) -> all.listRevisions().ofUsagePoint(who, id, INTERVAL));
    BY_OBJECT.put(
        "device",
        Map.of(
            "ExtractData.ofDevice",
                (who, id) -> all.extractData().ofDevice(who, id, INTERVAL, null),
            "Aggregate.ofDevice",
                (who, id) -> all.aggregate().ofDevice(who, id, INTERVAL, "P1D", List.of("sum")),
            "ReportFault.report",
                (who, id) -> all.reportFault().report(who, new NewFault(null, id, "broken")),
            "Devices.get", (who, id) -> all.devices().get(who, id),
            "Devices.state", (who, id) -> all.devices().state(who, id),
            "Devices.utilisation", (who, id) -> all.devices().utilisation(who, id, INTERVAL, null),
            "DetectFaults.detect", (who, id) -> all.detectFaults().detect(who, id, INTERVAL),
            "SwitchDevice.accept",
                (who, id) ->
                    all.switchDevice().accept(who, new NewCommand(id, "switch-off", "key-" + id)),
            "AlarmRules.put",
                (who, id) -> all.alarmRules().put(who, "r-1", new NewRule(id, 500, true))));
    var group = new AggregateGroup.Request(INTERVAL, null, List.of("sum"));
    BY_OBJECT.put(
        "section",
        Map.of(
            "AggregateGroup.ofSection",
            (who, id) -> all.aggregateGroup().ofSection(who, id, group)));
    BY_OBJECT.put(
        "building",
        Map.of(
            "AggregateGroup.ofBuilding",
            (who, id) -> all.aggregateGroup().ofBuilding(who, id, group)));
    BY_OBJECT.put(
        "finding",
        Map.of(
            "DetectFaults.feedback",
            (who, id) ->
                all.detectFaults()
                    .feedback(who, who.equals(A) ? "A-01-kettle" : "B-01-kettle", id, "no-fault")));
    BY_OBJECT.put(
        "command", Map.of("CommandStatus.get", (who, id) -> all.commandStatus().get(who, id)));
    BY_OBJECT.put(
        "alarm", Map.of("Alarms.acknowledge", (who, id) -> all.alarms().acknowledge(who, id)));
    BY_OBJECT.put(
        "push registration",
        Map.of(
            "PushRegistrations.get", (who, id) -> all.pushRegistrations().get(who, id),
            "PushRegistrations.remove", (who, id) -> all.pushRegistrations().remove(who, id)));
  }

  @AfterAll
  static void close() {
    home.close();
  }

  static Stream<String> objects() {
    return Stream.of(
        "alarm",
        "building",
        "command",
        "device",
        "finding",
        "push registration",
        "section",
        "usage point");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("objects")
  void cannot_see_or_change_what_is_another_customers_nor_learn_that_it_exists(String kind) {
    String theirs = theirs(kind);
    String nobodys =
        Set.of("usage point", "device", "section", "building").contains(kind)
            ? "Z-99"
            : new UUID(9, 9).toString();
    useCases(kind)
        .forEach((name, useCase) -> {
          var refusedTheirs = refusal(useCase, A, theirs);
          var refusedNobodys = refusal(useCase, A, nobodys);

          assertThat(refusedTheirs.refusal().code()).as(name).isEqualTo("not-found");
          assertThat(refusedTheirs.refusal().detail().replace(theirs, nobodys))
              .as("%s reveals what exists", name)
              .isEqualTo(refusedNobodys.refusal().detail());
        });
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("objects")
  void can_do_so_with_its_own(String kind) {
    useCases(kind)
        .forEach((name, useCase) -> {
          if (!name.equals("PushRegistrations.remove")) {
            useCase.accept(B, theirs(kind));
          }
        });
  }

  @Test
  void is_told_about_itself_alone() {
    UseCases all = home.useCases();

    assertThat(all.customerInformation().me(A).id()).isEqualTo("c-A-01");
    assertThat(all.customerInformation().usagePoints(A))
        .extracting(point -> point.id())
        .containsExactly("A-01");
    assertThat(all.customerInformation().lastMonth(A).usagePoints())
        .extracting(use -> use.id())
        .containsExactly("A-01");
    assertThat(all.devices().list(A))
        .extracting(device -> device.id())
        .containsExactly("A-01-kettle", "A-01-lamp");
    assertThat(all.alarms().list(A, null, null).items()).isEmpty();
    assertThat(all.alarmRules().list(A)).noneMatch(rule -> rule.id().equals("rule-b"));
    assertThat(all.pushRegistrations().list(A)).isEmpty();
  }

  @Test
  void cannot_turn_the_pages_of_another() {
    String cursor = theirs("alarm");

    assertThat(TestHome.refusal(() -> home.useCases().alarms().list(A, cursor, null)))
        .isEqualTo("invalid-parameter");
  }

  @Test
  void that_nobody_knows_gets_nothing() {
    Caller stranger = TestHome.caller("c-nobody");

    assertThat(home.useCases().devices().list(stranger)).isEmpty();
    assertThat(TestHome.refusal(() -> home.useCases().customerInformation().me(stranger)))
        .isEqualTo("not-found");
    assertThat(
            TestHome.refusal(() -> home.useCases().compareSections().compare(stranger, INTERVAL)))
        .isEqualTo("not-found");
  }

  /** A use case that is added must be added to this table too. */
  @Test
  void is_asked_for_by_every_use_case_on_customer_data_and_all_of_them_are_in_this_table() {
    var takingACaller = new TreeSet<String>();
    for (RecordComponent part : UseCases.class.getRecordComponents()) {
      for (Method method : part.getType().getDeclaredMethods()) {
        if (Modifier.isPublic(method.getModifiers())
            && Arrays.asList(method.getParameterTypes()).contains(Caller.class)) {
          takingACaller.add(part.getType().getSimpleName() + "." + method.getName());
        }
      }
    }
    var inTheTable = new TreeSet<String>(ABOUT_THE_CALLER);
    BY_OBJECT.values().forEach(useCases -> inTheTable.addAll(useCases.keySet()));

    assertThat(inTheTable).isEqualTo(takingACaller);
  }

  /** What is made for operators has its own table ({@code OperatorAuthorizationTest}). */
  @Test
  void cannot_ask_for_anything_that_is_made_for_operators() {
    for (RecordComponent part : UseCases.class.getRecordComponents()) {
      for (Method method : part.getType().getDeclaredMethods()) {
        var types = Arrays.asList(method.getParameterTypes());
        assertThat(types).as(method.toString()).doesNotContain(SignedIn.class);
        assertThat(types.contains(Caller.class) && types.contains(Operator.class))
            .as(method.toString())
            .isFalse();
      }
    }
  }

  /**
   * Whoever has the database itself can forget to ask whose data it is. Signing in comes before
   * there is a caller.
   */
  @Test
  void is_reached_by_use_cases_through_the_gate_only() {
    var havingTheDatabase = new TreeSet<String>();
    for (RecordComponent part : UseCases.class.getRecordComponents()) {
      for (var constructor : part.getType().getDeclaredConstructors()) {
        if (Arrays.asList(constructor.getParameterTypes()).contains(Database.class)) {
          havingTheDatabase.add(part.getType().getSimpleName());
        }
      }
    }

    assertThat(havingTheDatabase).containsExactly("SignIn", "Tokens");
  }

  private static Map<String, BiConsumer<Caller, String>> useCases(String kind) {
    return Objects.requireNonNull(BY_OBJECT.get(kind), kind);
  }

  private static String theirs(String kind) {
    return Objects.requireNonNull(IDS.get(kind), kind);
  }

  private static RefusedException refusal(
      BiConsumer<Caller, String> useCase, Caller who, String id) {
    try {
      useCase.accept(who, id);
    } catch (RefusedException e) {
      return e;
    }
    throw new AssertionError(who.customerId() + " got at " + id);
  }

  /** B has a flat in another building too. */
  private static void anotherBuilding(StatelessSession session) {
    var house = new House(session);
    String meter = "MHV0000000000909";
    house.put(new Building("other", "Other", TestHome.ZONE, "WG"));
    house.put(new Section("other-S", "other", "S"));
    house.putSink("sink-other", "other");
    house.put(new Dwelling("other-1", "other-S", "1", 50, 1));
    house.put(new Meter(meter, "sink-other", "other-1", meter));
    var channel =
        house.putChannel(meter, "1.0.1.8.0.255", Duration.ofMinutes(30), Channel.Kind.MAIN, 8_000);
    house.put(new UsagePoint("other-1", "other-1", channel.id()));
    new Customers(session).putOccupancy("c-B-01", "other-1", TestHome.MOVED_IN, null);
  }

  private static void raise(StatelessSession session, UUID id) {
    Instant start = Instant.parse("2026-11-20T10:00:00Z");
    new org.meterhaus.db.alarms.Alarms(session)
        .raise(
            new Alarm(
                id,
                "c-B-01",
                "rule-b",
                "B-01-kettle",
                start,
                start.plusSeconds(1800),
                200,
                100,
                start,
                Optional.empty()));
  }

  private static void find(StatelessSession session, UUID id) {
    Instant start = Instant.parse("2026-11-19T23:00:00Z");
    new org.meterhaus.db.findings.DeviceFindings(session)
        .put(TestHome.finding(id, "B-01-kettle", start, start.plusSeconds(86_400)));
  }
}
