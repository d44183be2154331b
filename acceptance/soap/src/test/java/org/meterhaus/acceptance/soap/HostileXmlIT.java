package org.meterhaus.acceptance.soap;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.meterhaus.server.it.RunningServer;

/** Bodies that are meant to harm, sent to every service of the running server. */
@DisplayName("A hostile body")
class HostileXmlIT {
  private static final String NOW = "<GetSystemTime xmlns='urn:meterhaus:time:v1'/>";

  private static Faces faces;

  @BeforeAll
  static void connect() {
    faces = new Faces(RunningServer.shared().root());
  }

  private static String envelope(String body) {
    return "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body>"
        + body
        + "</s:Body></s:Envelope>";
  }

  private static String entities() {
    var text = new StringBuilder("<!DOCTYPE s [<!ENTITY l0 'lol'>");
    for (int i = 1; i < 10; i++) {
      text.append("<!ENTITY l%d '%s'>".formatted(i, ("&l" + (i - 1) + ";").repeat(10)));
    }
    return text.append("]>").append(envelope("<a>&l9;</a>")).toString();
  }

  static Stream<Arguments> bodies() {
    return Stream.of(
        Arguments.of(
            "an external entity",
            "doctype",
            "<!DOCTYPE s [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>" + envelope("<a>&x;</a>")),
        Arguments.of(
            "an external parameter entity",
            "doctype",
            "<!DOCTYPE s [<!ENTITY % x SYSTEM 'http://127.0.0.1:9/x'> %x;]>" + envelope(NOW)),
        Arguments.of(
            "an external document type",
            "doctype",
            "<!DOCTYPE s SYSTEM 'http://127.0.0.1:9/x.dtd'>" + envelope(NOW)),
        Arguments.of("a billion laughs", "doctype", entities()),
        Arguments.of("three megabytes", "too-large", envelope(" ".repeat(3 * 1024 * 1024) + NOW)),
        Arguments.of("a million levels", "too-large", envelope("<a>".repeat(1_000_000))),
        Arguments.of(
            "a hundred thousand levels",
            "too-deep",
            "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Header>"
                + "<a>".repeat(100_000)),
        Arguments.of(
            "a million attributes", "malformed-xml", envelope("<a" + attributes(100_000) + "/>")),
        Arguments.of("half a body", "malformed-xml", envelope(NOW).substring(0, 100)),
        Arguments.of("no XML", "malformed-xml", "\u0000\u0001\u0002"));
  }

  private static String attributes(int count) {
    var text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(" a").append(i).append("=''");
    }
    return text.toString();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bodies")
  void is_refused_and_says_no_more_than_why(String name, String code, String body) {
    for (var service :
        new String[] {
          "TimeService",
          "AddService",
          "SubService",
          "CustomerInformationService",
          "DeviceControlService"
        }) {
      var answer = faces.post(service, body);

      assertThat(answer.status()).isEqualTo(500);
      assertThat(answer.text())
          .contains("Client</faultcode>", "<code>" + code + "</code>")
          .doesNotContain("\tat ", "java.", "org.xml", "com.sun", "root:");
      assertThat(answer.text().length()).isLessThan(2_000);
    }
  }
}
