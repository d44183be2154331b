package org.meterhaus.acceptance.soap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import javax.xml.datatype.DatatypeConfigurationException;
import javax.xml.datatype.DatatypeFactory;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.meterhaus.acceptance.soap.client.add.NewReading;
import org.meterhaus.acceptance.soap.client.device.Action;
import org.meterhaus.acceptance.soap.client.device.IdempotencyFault;
import org.meterhaus.acceptance.soap.client.device.NotSwitchableFault;
import org.meterhaus.acceptance.soap.client.sub.Function;
import org.meterhaus.acceptance.soap.client.time.InvalidPeriodFault;
import org.meterhaus.acceptance.soap.client.time.ValidationFault;
import org.meterhaus.server.it.RunningServer;
import org.meterhaus.server.it.SeededHouse;

/** Every refusal reaches a generated client as the exception that its contract declares. */
@DisplayName("A generated client is told")
class TypedFaultsIT {
  private static Clients anna;
  private static Clients berta;
  private static Clients stranger;
  private static Clients nobody;

  @BeforeAll
  static void connect() {
    var root = RunningServer.shared().root();
    var faces = new Faces(root);
    anna = signedIn(faces, SeededHouse.CUSTOMER_A);
    berta = signedIn(faces, SeededHouse.CUSTOMER_B);
    nobody = new Clients(root, new Clients.Identity.Nobody());
    stranger =
        new Clients(root, new Clients.Identity.Password(SeededHouse.CUSTOMER_A, "not this one"));
  }

  private static Clients signedIn(Faces faces, String customer) {
    return new Clients(
        RunningServer.shared().root(),
        new Clients.Identity.Bearer(faces.token(customer, SeededHouse.PASSWORD)));
  }

  private static org.meterhaus.acceptance.soap.client.time.Period time(String expression) {
    var period = new org.meterhaus.acceptance.soap.client.time.Period();
    period.setExpression(expression);
    return period;
  }

  private static org.meterhaus.acceptance.soap.client.device.Period device(String expression) {
    var period = new org.meterhaus.acceptance.soap.client.device.Period();
    period.setExpression(expression);
    return period;
  }

  private static org.meterhaus.acceptance.soap.client.sub.Period sub(String expression) {
    var period = new org.meterhaus.acceptance.soap.client.sub.Period();
    period.setExpression(expression);
    return period;
  }

  /** Every operation that needs credentials, called for the objects of customer A. */
  private static Stream<Arguments> operations(Clients who) {
    var day = SeededHouse.DAY + "/P1D";
    return Stream.of(
        operation("ExtractData", () -> who.time().extractData("A-01", time(day), null)),
        operation("AddReadings", () -> who.add().addReadings("A-01", List.of(reading()))),
        operation(
            "Aggregate",
            () -> who.sub().aggregate("A-01", sub(day), "PT1H", List.of(Function.SUM))),
        operation("ReportFault (flat)", () -> who.customer().reportFault("A-01", null, "Broken")),
        operation(
            "ReportFault (device)",
            () -> who.customer().reportFault(null, "A-01-kettle", "Broken")),
        operation("GetDeviceState", () -> who.device().getDeviceState("A-01-kettle")),
        operation(
            "GetDeviceUtilisation",
            () -> who.device().getDeviceUtilisation("A-01-kettle", device(day), null)),
        operation("DetectFaults", () -> who.device().detectFaults("A-01-kettle", null)),
        operation(
            "SwitchDevice",
            () ->
                who.device()
                    .switchDevice("A-01-kettle", Action.SWITCH_ON, UUID.randomUUID().toString())),
        operation("GetCommandStatus", () -> who.device().getCommandStatus(SeededHouse.COMMAND_A)));
  }

  /** Those that name no object. */
  private static Stream<Arguments> aboutTheCaller(Clients who) {
    return Stream.of(
        operation("GetCustomer", () -> who.customer().getCustomer()),
        operation("GetLastMonthUsage", () -> who.customer().getLastMonthUsage()),
        operation("ListDevices", () -> who.device().listDevices()));
  }

  private static Arguments operation(String name, ThrowingCallable call) {
    return Arguments.of(name, call);
  }

  private static NewReading reading() {
    try {
      var reading = new NewReading();
      reading.setStart(
          DatatypeFactory.newInstance().newXMLGregorianCalendar("2026-11-11T00:00:00Z"));
      reading.setValueWh(1);
      return reading;
    } catch (DatatypeConfigurationException e) {
      throw new IllegalStateException("the JDK has no data types", e);
    }
  }

  static Stream<Arguments> withoutCredentials() {
    return Stream.concat(operations(nobody), aboutTheCaller(nobody));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("withoutCredentials")
  void to_sign_in_first(String operation, ThrowingCallable call) {
    assertThat(FaultInfo.of(call))
        .isEqualTo(new FaultInfo("NotAuthenticatedFault", "not-authenticated"));
  }

  static Stream<Arguments> ofSomebodyElse() {
    return operations(berta);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ofSomebodyElse")
  void that_what_is_somebody_elses_is_not_there(String operation, ThrowingCallable call) {
    assertThat(FaultInfo.of(call)).isEqualTo(new FaultInfo("NotFoundFault", "not-found"));
  }

  @Test
  void that_the_password_is_wrong() {
    assertThat(FaultInfo.of(() -> stranger.customer().getCustomer()))
        .isEqualTo(new FaultInfo("NotAuthenticatedFault", "invalid-credentials"));
    assertThat(RunningServer.shared().log())
        .noneMatch(line -> line.contains("not this one") || line.contains(SeededHouse.PASSWORD));
  }

  @Test
  void that_there_is_no_such_object() {
    assertThat(FaultInfo.of(() -> anna.device().getDeviceState("nothing")))
        .isEqualTo(new FaultInfo("NotFoundFault", "not-found"));
    assertThat(FaultInfo.of(() -> anna.device().getCommandStatus("nothing")))
        .isEqualTo(new FaultInfo("NotFoundFault", "not-found"));
    assertThat(FaultInfo.of(() -> anna.time().extractData("nothing", time("yesterday"), null)))
        .isEqualTo(new FaultInfo("NotFoundFault", "not-found"));
  }

  @Test
  void that_a_period_is_none() {
    var fault =
        catchThrowableOfType(
            InvalidPeriodFault.class,
            () -> anna.time().extractData("A-01", time("the other day"), null));

    assertThat(fault.getFaultInfo().getCode()).isEqualTo("invalid-interval");
    assertThat(FaultInfo.of(() -> nobody.time().computePeriod(time("x"), "Europe/Berlin", null)))
        .isEqualTo(new FaultInfo("InvalidPeriodFault", "invalid-interval"));
    assertThat(
            FaultInfo.of(
                () -> anna.device().getDeviceUtilisation("A-01-kettle", device("x"), null)))
        .isEqualTo(new FaultInfo("InvalidPeriodFault", "invalid-interval"));
    assertThat(FaultInfo.of(() -> anna.device().detectFaults("A-01-kettle", device("x"))))
        .isEqualTo(new FaultInfo("InvalidPeriodFault", "invalid-interval"));
    // an empty period breaks the schema and is the same fault
    assertThat(
            FaultInfo.of(() ->
                anna.time()
                    .extractData(
                        "A-01", new org.meterhaus.acceptance.soap.client.time.Period(), null)))
        .isEqualTo(new FaultInfo("InvalidPeriodFault", "invalid-interval"));
  }

  @Test
  void which_field_is_wrong() {
    var fault =
        catchThrowableOfType(
            ValidationFault.class, () -> nobody.time().getSystemTime("Mars/Olympus"));

    assertThat(fault.getFaultInfo().getCode()).isEqualTo("invalid-parameter");
    assertThat(fault.getFaultInfo().getError())
        .singleElement()
        .satisfies(error -> assertThat(error.getPath()).isEqualTo("zone"));
    assertThat(FaultInfo.of(() -> anna.customer().reportFault(null, null, "")))
        .isEqualTo(new FaultInfo("ValidationFault", "validation"));
    assertThat(
            FaultInfo.of(() -> anna.device().switchDevice("A-01-kettle", Action.SWITCH_ON, null)))
        .isEqualTo(new FaultInfo("ValidationFault", "validation"));
    assertThat(FaultInfo.of(() -> anna.add().addReadings("A-01", List.of())))
        .isEqualTo(new FaultInfo("ValidationFault", "validation"));
  }

  @Test
  void that_a_key_was_used_for_something_else() throws Exception {
    var key = UUID.randomUUID().toString();
    anna.device().switchDevice("A-01-kettle", Action.SWITCH_OFF, key);

    var fault =
        catchThrowableOfType(
            IdempotencyFault.class,
            () -> anna.device().switchDevice("A-01-kettle", Action.SWITCH_ON, key));

    assertThat(fault.getFaultInfo().getCode()).isEqualTo("idempotency-conflict");
  }

  @Test
  void that_a_device_has_no_relay() {
    var fault =
        catchThrowableOfType(
            NotSwitchableFault.class,
            () ->
                anna.device()
                    .switchDevice("A-01-lamp", Action.SWITCH_ON, UUID.randomUUID().toString()));

    assertThat(fault.getFaultInfo().getCode()).isEqualTo("not-switchable");
  }
}
