package org.meterhaus.soap;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meterhaus.db.customers.Customers;
import org.meterhaus.dissemination.TestHome;
import org.meterhaus.dissemination.customer.PasswordHash;

/** The servlet over the real use cases and a real PostgreSQL, spoken to in plain envelopes. */
@DisplayName("The SOAP servlet")
class SoapServletTest {
  private static final LocalDate DAY = LocalDate.parse("2026-11-20");
  private static final String WSSE =
      "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
  private static final String WSU =
      "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";
  private static final String GET_CUSTOMER = "<GetCustomer xmlns='urn:meterhaus:customer:v1'/>";

  private static TestHome home;
  private static SoapServer server;

  @BeforeAll
  static void open() {
    home = new TestHome();
    home.flatDay(home.channel("A-01", 0), DAY, 100);
    var hash = PasswordHash.of(TestHome.PASSWORD, new SecureRandom()).phc();
    home.database()
        .transact(session -> {
          new Customers(session).putLogin("anna", "c-A-01", hash);
          new Customers(session).putLogin("berta", "c-B-01", hash);
        });
    server = new SoapServer(home.useCases(), home.clock());
  }

  @AfterAll
  static void close() {
    server.close();
    home.close();
  }

  private static String security(String username, String password, String more) {
    return """
    <e:Security s:mustUnderstand="1" xmlns:e="%s" xmlns:u="%s"><e:UsernameToken>
      <e:Username>%s</e:Username><e:Password>%s</e:Password>%s
    </e:UsernameToken></e:Security>
    """
        .formatted(WSSE, WSU, username, password, more);
  }

  private static String anna() {
    return security("anna", TestHome.PASSWORD, "");
  }

  private static String extract(String usagePoint, String period) {
    return """
    <ExtractData xmlns="urn:meterhaus:time:v1">
      <usagePoint>%s</usagePoint><period>%s</period>
    </ExtractData>
    """
        .formatted(usagePoint, period);
  }

  private static String expression(String text) {
    return "<c:expression>" + text + "</c:expression>";
  }

  private static void assertFault(HttpResponse<String> response, String fault, String code) {
    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/xml");
    assertThat(response.body())
        .contains("<" + fault + " xmlns=\"urn:meterhaus:common:v1\"")
        .contains("<code>" + code + "</code>")
        .doesNotContain("\tat ", "java.", "org.meterhaus", "frame");
  }

  @Nested
  @DisplayName("publishes")
  class Publishes {

    @ParameterizedTest
    @ValueSource(
        strings = {
          "TimeService",
          "AddService",
          "SubService",
          "CustomerInformationService",
          "DeviceControlService"
        })
    void a_contract_with_its_own_address_and_schemas_that_can_be_fetched(String service) {
      var address = server.address("/soap/" + service).toString();

      var wsdl = server.get("/soap/" + service + "?wsdl");

      assertThat(wsdl.statusCode()).isEqualTo(200);
      assertThat(wsdl.body()).contains("location=\"" + address + "\"");
      var schemas = imported(wsdl.body());
      assertThat(schemas).hasSize(2).allMatch(schema -> schema.startsWith(address + "?xsd="));
      assertThat(schemas)
          .map(schema -> server.send(HttpRequest.newBuilder(URI.create(schema)).build()).body())
          .anyMatch(schema -> schema.contains("targetNamespace=\"urn:meterhaus:common:v1\""))
          .anySatisfy(schema -> assertThat(imported(schema)).isSubsetOf(schemas).hasSize(1));
    }

    private static List<String> imported(String document) {
      return Pattern.compile("schemaLocation=\"([^\"]+)\"")
          .matcher(document)
          .results()
          .map(result -> result.group(1))
          .toList();
    }

    @Test
    void the_address_it_was_asked_at() {
      var request =
          HttpRequest.newBuilder(server.address("/soap/TimeService?wsdl"))
              .header("X-Forwarded-Proto", "https")
              .header("X-Forwarded-Host", "meters.example.org")
              .build();

      assertThat(server.send(request).body())
          .contains("location=\"https://meters.example.org/soap/TimeService\"");
    }

    @Test
    void nothing_else() {
      assertThat(server.get("/soap/TimeService").statusCode()).isEqualTo(405);
      assertThat(server.get("/soap/NoService?wsdl").statusCode()).isEqualTo(404);
      assertThat(server.get("/soap/TimeService?xsd=99").statusCode()).isEqualTo(404);
      assertThat(server.call("NoService", "", GET_CUSTOMER).statusCode()).isEqualTo(404);
    }
  }

  @Nested
  @DisplayName("answers")
  class Answers {

    @Test
    void what_is_public_without_credentials() {
      var response =
          server.call("TimeService", "", "<GetSystemTime xmlns='urn:meterhaus:time:v1'/>");

      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.body()).contains(">" + TestHome.NOW + "<");
    }

    @Test
    void a_user_name_and_a_password() {
      var response = server.call("CustomerInformationService", anna(), GET_CUSTOMER);

      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.body()).contains(">c-A-01<").doesNotContain("phone");
      assertThat(response.headers().firstValue("Cache-Control")).contains("no-store");
    }

    @Test
    void the_bearer_token_of_the_rest_api() {
      var token =
          home.useCases().signIn().issueToken("anna", TestHome.PASSWORD, "127.0.0.1").accessToken();

      var response =
          server.post(
              "CustomerInformationService",
              SoapServer.envelope("", GET_CUSTOMER),
              "Content-Type",
              "text/xml",
              "Authorization",
              "Bearer " + token);

      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.body()).contains(">c-A-01<");
    }

    @Test
    void by_the_body_whatever_the_action_says() {
      var response =
          server.post(
              "TimeService",
              SoapServer.envelope("", "<GetSystemTime xmlns='urn:meterhaus:time:v1'/>"),
              "Content-Type",
              "text/xml",
              "SOAPAction",
              "\"urn:meterhaus:time:v1:ExtractData\"");

      // WS-I Basic Profile R1127
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.body()).contains("GetSystemTimeResponse");
    }

    @Test
    void readings_with_a_gap_as_a_gap() {
      var response =
          server.call(
              "TimeService",
              anna(),
              extract("A-01", expression("2026-11-20T22:00:00Z/2026-11-20T23:30:00Z")));

      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.body())
          .contains("start=\"2026-11-20T22:00:00Z\" valueWh=\"100\" quality=\"measured\"")
          .contains("presentCount>2<")
          .containsPattern("start=\"2026-11-20T23:00:00Z\" quality=\"(missing|pending)\"");
    }

    @Test
    void an_interval_of_two_instants_like_its_expression() {
      var interval =
          "<c:interval><c:start>2026-11-20T23:00:00+01:00</c:start>"
              + "<c:end>2026-11-20T23:30:00Z</c:end></c:interval>";

      var byInstants = server.call("TimeService", anna(), extract("A-01", interval));
      var byExpression =
          server.call(
              "TimeService",
              anna(),
              extract("A-01", expression("2026-11-20T22:00:00Z/2026-11-20T23:30:00Z")));

      assertThat(byInstants.statusCode()).isEqualTo(200);
      assertThat(byInstants.body()).isEqualTo(byExpression.body());
    }

    @Test
    void a_request_in_utf_16() {
      var text = SoapServer.envelope("", "<GetSystemTime xmlns='urn:meterhaus:time:v1'/>");
      var request =
          HttpRequest.newBuilder(server.address("/soap/TimeService"))
              .header("Content-Type", "text/xml; charset=utf-16")
              .POST(HttpRequest.BodyPublishers.ofByteArray(text.getBytes(StandardCharsets.UTF_16)))
              .build();

      assertThat(server.send(request).statusCode()).isEqualTo(200);
    }
  }

  @Nested
  @DisplayName("refuses")
  class Refuses {

    @Test
    void no_credentials_and_bad_ones() {
      var nobody = server.call("CustomerInformationService", "", GET_CUSTOMER);
      var wrong =
          server.call("CustomerInformationService", security("anna", "wrong", ""), GET_CUSTOMER);
      var token =
          server.post(
              "CustomerInformationService",
              SoapServer.envelope("", GET_CUSTOMER),
              "Content-Type",
              "text/xml",
              "Authorization",
              "Bearer nonsense");

      assertFault(nobody, "NotAuthenticatedFault", "not-authenticated");
      assertFault(wrong, "NotAuthenticatedFault", "invalid-credentials");
      assertFault(token, "NotAuthenticatedFault", "not-authenticated");
    }

    @Test
    void two_kinds_of_credentials_at_once() {
      var response =
          server.post(
              "CustomerInformationService",
              SoapServer.envelope(anna(), GET_CUSTOMER),
              "Content-Type",
              "text/xml",
              "Authorization",
              "Bearer nonsense");

      assertFault(response, "NotAuthenticatedFault", "not-authenticated");
    }

    @Test
    void a_message_that_was_sent_before() {
      var once =
          "<e:Nonce>%s</e:Nonce><u:Created>%s</u:Created>"
              .formatted(UUID.randomUUID(), TestHome.NOW);
      var header = security("anna", TestHome.PASSWORD, once);

      var first = server.call("CustomerInformationService", header, GET_CUSTOMER);
      var second = server.call("CustomerInformationService", header, GET_CUSTOMER);

      assertThat(first.statusCode()).isEqualTo(200);
      assertFault(second, "NotAuthenticatedFault", "not-authenticated");
    }

    @Test
    void a_message_that_is_too_old() {
      var created = "<u:Created>%s</u:Created>".formatted(TestHome.NOW.minusSeconds(301));
      var header = security("anna", TestHome.PASSWORD, created);

      assertFault(
          server.call("CustomerInformationService", header, GET_CUSTOMER),
          "NotAuthenticatedFault",
          "not-authenticated");
    }

    @Test
    void a_header_that_must_be_understood_and_is_not() {
      var response =
          server.call(
              "TimeService",
              "<x:Priority xmlns:x='urn:x' s:mustUnderstand='1'>9</x:Priority>",
              "<GetSystemTime xmlns='urn:meterhaus:time:v1'/>");

      assertThat(response.statusCode()).isEqualTo(500);
      assertThat(response.body()).contains("MustUnderstand</faultcode>");
    }

    @Test
    void what_is_somebody_elses_like_what_is_not_there() {
      var others = server.call("TimeService", anna(), extract("B-01", expression("yesterday")));
      var nobodys = server.call("TimeService", anna(), extract("Z-99", expression("yesterday")));

      assertFault(others, "NotFoundFault", "not-found");
      assertFault(nobodys, "NotFoundFault", "not-found");
      assertThat(others.body()).isEqualTo(nobodys.body().replace("Z-99", "B-01"));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "<c:expression>some-day</c:expression>",
          "<c:expression>2026-11-20/2026-11-19</c:expression>",
          "<c:interval><c:start>2026-11-20T00:00:00Z</c:start>"
              + "<c:end>2026-11-19T00:00:00Z</c:end></c:interval>",
          "<c:interval><c:start>2026-11-19T00:00:00</c:start>"
              + "<c:end>2026-11-20T00:00:00</c:end></c:interval>",
          "<c:interval><c:start>2026-02-30T00:00:00Z</c:start>"
              + "<c:end>2026-11-20T00:00:00Z</c:end></c:interval>",
          "<c:interval><c:start>2026-11-19T00:00:00Z</c:start></c:interval>",
          ""
        })
    void what_is_no_period(String period) {
      assertFault(
          server.call("TimeService", anna(), extract("A-01", period)),
          "InvalidPeriodFault",
          "invalid-interval");
    }

    @Test
    void what_breaks_the_schema_naming_the_place() {
      var response =
          server.call(
              "SubService",
              anna(),
              """
              <Aggregate xmlns="urn:meterhaus:sub:v1">
                <usagePoint>A-01</usagePoint>
                <period><c:expression>yesterday</c:expression></period>
                <bucketLength>P1D</bucketLength><function>median</function>
              </Aggregate>
              """);

      assertFault(response, "ValidationFault", "validation");
      assertThat(response.body())
          .contains("<path>Aggregate/function[1]</path><code>invalid-value</code>");
    }

    @Test
    void a_document_type() {
      var response =
          server.post(
              "TimeService",
              "<!DOCTYPE x [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
                  + SoapServer.envelope("", extract("&x;", expression("yesterday"))),
              "Content-Type",
              "text/xml");

      assertFault(response, "ValidationFault", "validation");
      assertThat(response.body()).contains("<code>doctype</code>").doesNotContain("root:");
    }

    @Test
    void a_body_that_is_too_large() {
      var response =
          server.post("TimeService", " ".repeat(2 * 1024 * 1024 + 1), "Content-Type", "text/xml");

      assertFault(response, "ValidationFault", "validation");
      assertThat(response.body()).contains("<code>too-large</code>");
    }

    @Test
    void other_content() {
      assertThat(server.post("TimeService", "{}", "Content-Type", "application/json").statusCode())
          .isEqualTo(415);
      assertThat(
              server
                  .post("TimeService", "x", "Content-Type", "text/xml", "Content-Encoding", "gzip")
                  .statusCode())
          .isEqualTo(415);
    }
  }

  @Test
  void tells_the_trace_of_the_caller_when_it_breaks() {
    var trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    var broken = new TestHome();
    try (var other = new SoapServer(broken.useCases(), broken.clock())) {
      broken
          .database()
          .transact(
              session -> new Customers(session).putLogin("anna", "c-A-01", "not a hash of ours"));

      var response =
          other.post(
              "CustomerInformationService",
              SoapServer.envelope(anna(), GET_CUSTOMER),
              "Content-Type",
              "text/xml",
              "traceparent",
              "00-" + trace + "-00f067aa0ba902b7-01");

      assertFault(response, "ServiceFault", "internal");
      assertThat(response.body()).contains("<traceId>" + trace + "</traceId>");
    } finally {
      broken.close();
    }
  }
}
