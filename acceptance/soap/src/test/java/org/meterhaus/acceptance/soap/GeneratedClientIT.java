package org.meterhaus.acceptance.soap;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import javax.xml.datatype.DatatypeConfigurationException;
import javax.xml.datatype.DatatypeFactory;
import javax.xml.datatype.XMLGregorianCalendar;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.meterhaus.acceptance.soap.client.add.NewReading;
import org.meterhaus.acceptance.soap.client.add.Outcome;
import org.meterhaus.acceptance.soap.client.device.Action;
import org.meterhaus.acceptance.soap.client.device.CommandState;
import org.meterhaus.acceptance.soap.client.sub.Function;
import org.meterhaus.acceptance.soap.client.time.Quality;
import org.meterhaus.acceptance.soap.client.time.Rule;
import org.meterhaus.server.it.RunningServer;
import org.meterhaus.server.it.SeededHouse;

/** Every operation, through what wsimport makes of the published WSDLs. */
@DisplayName("A client generated from the WSDLs")
class GeneratedClientIT {
  private static final Instant START = SeededHouse.DAY.atStartOfDay(SeededHouse.ZONE).toInstant();

  private static Clients anna;
  private static Clients nobody;

  @BeforeAll
  static void connect() {
    var root = RunningServer.shared().root();
    anna =
        new Clients(
            root, new Clients.Identity.Password(SeededHouse.CUSTOMER_A, SeededHouse.PASSWORD));
    nobody = new Clients(root, new Clients.Identity.Nobody());
  }

  static XMLGregorianCalendar xml(Instant instant) {
    try {
      return DatatypeFactory.newInstance().newXMLGregorianCalendar(instant.toString());
    } catch (DatatypeConfigurationException e) {
      throw new IllegalStateException("the JDK has no data types", e);
    }
  }

  static Instant instant(XMLGregorianCalendar xml) {
    return OffsetDateTime.parse(xml.toXMLFormat()).toInstant();
  }

  @Nested
  @DisplayName("of TimeService")
  class OfTimeService {

    @Test
    void asks_for_the_time_without_credentials() throws Exception {
      var before = Instant.now().minusSeconds(1);

      var answer = nobody.time().getSystemTime("Europe/Berlin");

      assertThat(instant(answer.getTime())).isBetween(before, Instant.now().plusSeconds(1));
      assertThat(answer.getZone()).isEqualTo("Europe/Berlin");
      assertThat(answer.getNextClockChange()).isNotNull();
    }

    @Test
    void computes_a_period_without_credentials() throws Exception {
      var period = new org.meterhaus.acceptance.soap.client.time.Period();
      period.setExpression("2026-10-25/P1D");

      var answer = nobody.time().computePeriod(period, "Europe/Berlin", "PT1H");

      assertThat(answer.getBucket()).hasSize(25);
      assertThat(answer.getClockChange())
          .singleElement()
          .satisfies(change -> assertThat(change.getDay().toXMLFormat()).isEqualTo("2026-10-25"));
    }

    @Test
    void extracts_the_readings_of_an_interval() throws Exception {
      var interval = new org.meterhaus.acceptance.soap.client.time.Interval();
      interval.setStart(xml(START));
      interval.setEnd(xml(START.plus(Duration.ofDays(1))));
      var period = new org.meterhaus.acceptance.soap.client.time.Period();
      period.setInterval(interval);

      var series = anna.time().extractData("A-01", period, "PT30M");

      assertThat(series.getExpectedCount()).isEqualTo(48);
      assertThat(series.getPresentCount()).isEqualTo(47);
      assertThat(series.getValue()).hasSize(48);
      assertThat(series.getValue().getFirst().getValueWh()).isEqualTo(1);
      assertThat(series.getValue().getFirst().getQuality()).isEqualTo(Quality.MEASURED);
      assertThat(series.getValue().get(10).getRule()).isEqualTo(Rule.REGISTER_DIFFERENCE);
      assertThat(series.getValue().get(20).getValueWh()).isNull();
      assertThat(series.getValue().get(20).getQuality()).isEqualTo(Quality.MISSING);
    }
  }

  @Test
  void of_AddService_hands_in_a_reading_once() throws Exception {
    var start = START.plus(Duration.ofDays(2));
    var reading = new NewReading();
    reading.setStart(xml(start));
    reading.setValueWh(42);
    var offGrid = new NewReading();
    offGrid.setStart(xml(start.plusSeconds(1)));
    offGrid.setValueWh(42);

    var first = anna.add().addReadings("A-01", List.of(reading, offGrid));
    var again = anna.add().addReadings("A-01", List.of(reading));

    assertThat(first).hasSize(2);
    assertThat(first.getFirst().getOutcome()).isEqualTo(Outcome.STORED);
    assertThat(instant(first.getFirst().getStart())).isEqualTo(start);
    assertThat(first.get(1).getOutcome()).isEqualTo(Outcome.REJECTED);
    assertThat(first.get(1).getCode()).isEqualTo("off-grid");
    assertThat(again)
        .singleElement()
        .satisfies(verdict -> assertThat(verdict.getOutcome()).isEqualTo(Outcome.DUPLICATE));
  }

  @Test
  void of_SubService_aggregates() throws Exception {
    var period = new org.meterhaus.acceptance.soap.client.sub.Period();
    period.setExpression(SeededHouse.DAY + "/P1D");

    var answer =
        anna.sub()
            .aggregate("A-01", period, "P1D", List.of(Function.MAX, Function.MIN, Function.SUM));

    assertThat(answer.getBucket()).hasSize(1);
    var bucket = answer.getBucket().getFirst();
    assertThat(bucket.getMax().getValueWh()).isEqualTo(48);
    assertThat(bucket.getMin().getValueWh()).isEqualTo(1);
    assertThat(bucket.getSum().getValueWh()).isEqualTo(1155);
    assertThat(bucket.getAvg()).isNull();
    assertThat(bucket.getPresentCount()).isEqualTo(47);
  }

  @Nested
  @DisplayName("of CustomerInformationService")
  class OfCustomerInformationService {

    @Test
    void asks_who_it_is() throws Exception {
      assertThat(anna.customer().getCustomer().getId()).isEqualTo(SeededHouse.CUSTOMER_A);
    }

    @Test
    void asks_for_the_last_month() throws Exception {
      LastMonth.seed(RunningServer.shared().database());

      var answer = anna.customer().getLastMonthUsage();

      assertThat(answer.getUsagePoint())
          .singleElement()
          .satisfies(use -> {
            assertThat(use.getId()).isEqualTo("A-01");
            assertThat(use.getPresentCount()).isGreaterThanOrEqualTo(48);
            assertThat(use.getSumWh()).isGreaterThanOrEqualTo(336);
          });
    }

    @Test
    void reports_a_fault() throws Exception {
      var report = anna.customer().reportFault(null, "A-01-kettle", "It does not boil — ever.");

      assertThat(UUID.fromString(report.getId())).isNotNull();
      assertThat(report.getDevice()).isEqualTo("A-01-kettle");
      assertThat(report.getUsagePoint()).isNull();
      assertThat(report.getDescription()).isEqualTo("It does not boil — ever.");
      assertThat(report.getState()).isEqualTo("open");
    }
  }

  @Nested
  @DisplayName("of DeviceControlService")
  class OfDeviceControlService {

    @Test
    void lists_the_devices() throws Exception {
      assertThat(anna.device().listDevices())
          .extracting(device -> device.getId() + " " + device.isSwitchable())
          .containsExactly("A-01-kettle true", "A-01-lamp false");
    }

    @Test
    void asks_for_a_state() throws Exception {
      assertThat(anna.device().getDeviceState("A-01-kettle").getReported()).isNotNull();
    }

    @Test
    void asks_for_a_utilisation() throws Exception {
      var period = new org.meterhaus.acceptance.soap.client.device.Period();
      period.setExpression(SeededHouse.DAY + "/P1D");

      var answer = anna.device().getDeviceUtilisation("A-01-kettle", period, null);

      assertThat(answer.getUsagePointSumWh()).isEqualTo(1155);
      assertThat(answer.getValue()).hasSize(48);
      assertThat(answer.getResolution()).isEqualTo("PT30M");
    }

    @Test
    void looks_for_faults() throws Exception {
      var answer = anna.device().detectFaults("A-01-kettle", null);

      assertThat(answer.getDevice()).isEqualTo("A-01-kettle");
      assertThat(instant(answer.getInterval().getStart())).isBefore(Instant.now());
    }

    @Test
    void switches_once_for_one_key_and_asks_how_far_it_got() throws Exception {
      var key = UUID.randomUUID().toString();

      var command = anna.device().switchDevice("A-01-kettle", Action.SWITCH_OFF, key);
      var again = anna.device().switchDevice("A-01-kettle", Action.SWITCH_OFF, key);
      var status = anna.device().getCommandStatus(command.getId());

      assertThat(again.getId()).isEqualTo(command.getId());
      assertThat(status.getId()).isEqualTo(command.getId());
      assertThat(status.getAction()).isEqualTo(Action.SWITCH_OFF);
      // no head-end runs here that would send it
      assertThat(status.getState()).isIn(CommandState.ACCEPTED, CommandState.EXPIRED);
      assertThat(instant(status.getExpiresAt())).isAfter(instant(status.getCreatedAt()));
    }
  }
}
