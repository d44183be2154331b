package org.meterhaus.acceptance.soap;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.meterhaus.server.it.RunningServer;
import org.meterhaus.server.it.SeededHouse;
import org.w3c.dom.Element;

/** REST and SOAP asked the same question: every fact in the answers is the same. */
@DisplayName("REST and SOAP")
class ParityIT {
  private static final LocalDate DAY = SeededHouse.DAY;

  /** What both faces call alike; REST has every percentile. */
  private static final List<String> FUNCTIONS =
      List.of(
          "max",
          "min",
          "avg",
          "sum",
          "count",
          "first",
          "last",
          "load-factor",
          "base-load",
          "peak-time",
          "p50",
          "p95");

  private static Faces faces;
  private static String token;

  @BeforeAll
  static void sign_in() {
    var server = RunningServer.shared();
    LastMonth.seed(server.database());
    faces = new Faces(server.root());
    token = faces.token(SeededHouse.CUSTOMER_A, SeededHouse.PASSWORD);
  }

  private static String period(String expression) {
    return "<period><c:expression>" + expression + "</c:expression></period>";
  }

  private static String query(String interval) {
    return "?interval=" + Faces.encoded(interval);
  }

  /** A question in both languages, and what the names of the one are in the other. */
  record Question(String rest, String service, String soap, Map<String, String> names) {

    Faces.Json askRest() {
      return faces.get(token, rest);
    }

    Faces.Xml askSoap() {
      return faces.call(token, service, soap);
    }
  }

  private static Question readings(String usagePoint, String interval, String resolution) {
    return new Question(
        "/usage-points/%s/readings%s&resolution=%s"
            .formatted(usagePoint, query(interval), resolution),
        "TimeService",
        "<ExtractData xmlns='urn:meterhaus:time:v1'><usagePoint>%s</usagePoint>%s<resolution>%s</resolution></ExtractData>"
            .formatted(usagePoint, period(interval), resolution),
        Map.of("values", "value"));
  }

  private static Question aggregates(String usagePoint, String interval, String bucket) {
    return new Question(
        "/usage-points/%s/aggregates%s&bucket=%s&fn=%s"
            .formatted(usagePoint, query(interval), bucket, String.join(",", FUNCTIONS)),
        "SubService",
        "<Aggregate xmlns='urn:meterhaus:sub:v1'><usagePoint>%s</usagePoint>%s<bucketLength>%s</bucketLength>%s</Aggregate>"
            .formatted(
                usagePoint,
                period(interval),
                bucket,
                FUNCTIONS.stream()
                    .map(function -> "<function>" + function + "</function>")
                    .collect(Collectors.joining())),
        Map.of(
            "buckets",
            "bucket",
            "bucket",
            "bucketLength",
            "fn",
            "function",
            "percentiles",
            "percentile"));
  }

  private static Question utilisation(String device, String interval, String resolution) {
    return new Question(
        "/devices/%s/utilisation%s&resolution=%s".formatted(device, query(interval), resolution),
        "DeviceControlService",
        "<GetDeviceUtilisation xmlns='urn:meterhaus:device:v1'><device>%s</device>%s<resolution>%s</resolution></GetDeviceUtilisation>"
            .formatted(device, period(interval), resolution),
        Map.of("values", "value"));
  }

  private static Question simple(String rest, String service, String namespace, String operation) {
    return new Question(
        rest,
        service,
        "<%s xmlns='urn:meterhaus:%s:v1'/>".formatted(operation, namespace),
        Map.of("usagePoints", "usagePoint", "items", "device"));
  }

  static Stream<Arguments> answered() {
    var day = DAY + "/P1D";
    var threeDays = DAY.minusDays(1) + "/" + DAY.plusDays(2);
    return Stream.of(
        Arguments.of("half-hours of a day", readings("A-01", day, "PT30M")),
        Arguments.of("hours of a day", readings("A-01", day, "PT1H")),
        Arguments.of("three days of which one is there", readings("A-01", threeDays, "P1D")),
        Arguments.of("a named period", readings("A-01", "last-7-days", "PT30M")),
        Arguments.of("a day in quarters", aggregates("A-01", day, "PT6H")),
        Arguments.of("three days by day", aggregates("A-01", threeDays, "P1D")),
        Arguments.of("three days as one", aggregates("A-01", threeDays, "interval")),
        Arguments.of("buckets that are cut", aggregates("A-01", DAY + "T03:00/PT9H", "PT6H")),
        Arguments.of("a device with data", utilisation("A-01-kettle", day, "PT30M")),
        Arguments.of("a device without data", utilisation("A-01-lamp", day, "PT1H")),
        Arguments.of(
            "the last month",
            simple(
                "/customers/me/last-month",
                "CustomerInformationService",
                "customer",
                "GetLastMonthUsage")),
        Arguments.of(
            "the customer",
            simple("/customers/me", "CustomerInformationService", "customer", "GetCustomer")),
        Arguments.of(
            "the devices", simple("/devices", "DeviceControlService", "device", "ListDevices")),
        Arguments.of(
            "a finished command",
            new Question(
                "/commands/" + SeededHouse.COMMAND_A,
                "DeviceControlService",
                "<GetCommandStatus xmlns='urn:meterhaus:device:v1'><command>%s</command></GetCommandStatus>"
                    .formatted(SeededHouse.COMMAND_A),
                Map.of())),
        Arguments.of(
            "findings",
            new Question(
                "/devices/A-01-kettle/findings" + query(day),
                "DeviceControlService",
                "<DetectFaults xmlns='urn:meterhaus:device:v1'><device>A-01-kettle</device>%s</DetectFaults>"
                    .formatted(period(day)),
                Map.of("items", "finding"))),
        Arguments.of(
            "a period across the change of the clocks",
            new Question(
                "/periods?expr=2026-10-24/P3D&zone=Europe/Berlin&resolution=P1D",
                "TimeService",
                "<ComputePeriod xmlns='urn:meterhaus:time:v1'>%s<zone>Europe/Berlin</zone><resolution>P1D</resolution></ComputePeriod>"
                    .formatted(period("2026-10-24/P3D")),
                Map.of("buckets", "bucket", "clockChanges", "clockChange"))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("answered")
  void answer_alike(String name, Question question) {
    var json = question.askRest();
    var xml = question.askSoap();
    if (!question.askRest().equals(json)) {
      // an interval came due, or a day began, between the two: not again within this second
      json = question.askRest();
      xml = question.askSoap();
    }

    assertThat(json.status()).as(json.body().toString()).isEqualTo(200);
    assertThat(xml.status()).as(xml.text()).isEqualTo(200);
    assertThat(ofAnswer(xml)).isEqualTo(ofAnswer(json, question));
  }

  @Test
  void say_something_in_those_answers() {
    var facts = ofAnswer(readings("A-01", DAY + "/P1D", "PT30M").askSoap());

    assertThat(facts)
        .containsEntry("/value[0]/valueWh[0]", "1")
        .containsEntry("/value[10]/quality[0]", "estimated")
        .containsEntry("/value[10]/rule[0]", "register-difference")
        .containsEntry("/value[20]/quality[0]", "missing")
        .doesNotContainKey("/value[20]/valueWh[0]")
        .containsEntry("/expectedCount[0]", "48")
        .containsEntry("/presentCount[0]", "47");
  }

  static Stream<Arguments> refused() {
    var day = DAY + "/P1D";
    return Stream.of(
        Arguments.of("somebody else's flat", readings("A-02", day, "PT30M"), "NotFoundFault"),
        Arguments.of("a flat that is not there", readings("Z-99", day, "PT30M"), "NotFoundFault"),
        Arguments.of("somebody else's totals", aggregates("A-02", day, "PT1H"), "NotFoundFault"),
        Arguments.of(
            "somebody else's device", utilisation("A-02-kettle", day, "PT30M"), "NotFoundFault"),
        Arguments.of("no period", readings("A-01", "soon", "PT30M"), "InvalidPeriodFault"),
        Arguments.of(
            "a period backwards",
            aggregates("A-01", DAY + "/" + DAY.minusDays(1), "PT1H"),
            "InvalidPeriodFault"),
        Arguments.of("no resolution", readings("A-01", day, "often"), "ValidationFault"),
        Arguments.of("too fine", readings("A-01", day, "PT1M"), "ValidationFault"),
        Arguments.of("too much", readings("A-01", "2021-01-01/P5Y", "PT30M"), "ValidationFault"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void refuse_alike(String name, Question question, String fault) {
    var json = question.askRest();
    var xml = question.askSoap();

    assertThat(json.status()).isBetween(400, 499);
    assertThat(xml.status()).isEqualTo(500);
    var detail = detail(xml);
    assertThat(detail.getLocalName()).isEqualTo(fault);
    var facts = Facts.of(detail);
    assertThat(json.body().path("type").asText()).isEqualTo("/problems/" + facts.get("/code[0]"));
    assertThat(json.body().path("detail").asText()).isEqualTo(facts.get("/message[0]"));
  }

  private static Element detail(Faces.Xml xml) {
    return (Element) xml.body().getElementsByTagName("detail").item(0).getFirstChild();
  }

  /** What REST says; the list that is an answer of its own is a list in SOAP too. */
  private static SortedMap<String, String> ofAnswer(Faces.Json json, Question question) {
    var facts = new TreeMap<>(Facts.of(json.body(), question.names()));
    // SOAP does not repeat which functions were asked for
    facts.keySet().removeIf(path -> path.startsWith("/function["));
    return facts;
  }

  /** What is inside the one element that a response wrapper has, or beside it in a list. */
  private static SortedMap<String, String> ofAnswer(Faces.Xml xml) {
    var wrapper = (Element) xml.body().getFirstChild();
    var isList = wrapper.getLocalName().equals("ListDevicesResponse");
    return Facts.of(isList ? wrapper : (Element) wrapper.getFirstChild());
  }
}
