package org.meterhaus.soap.xml;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.meterhaus.soap.xml.GateVerdict.Invalid;
import org.meterhaus.soap.xml.GateVerdict.Passed;
import org.meterhaus.soap.xml.GateVerdict.Reason;
import org.meterhaus.soap.xml.GateVerdict.Stopped;
import org.meterhaus.soap.xml.GateVerdict.Violation;

@DisplayName("The XML gate")
class XmlGateTest {
  private static final XmlGate TIME = new XmlGate(Schemas.named("time.xsd"), Limits.DEFAULT);
  private static final XmlGate ADD = new XmlGate(Schemas.named("add.xsd"), Limits.DEFAULT);
  private static final String NOW = "<GetSystemTime xmlns='urn:meterhaus:time:v1'/>";

  private static String envelope(String body) {
    return "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Body>"
        + body
        + "</s:Body></s:Envelope>";
  }

  private static String extract(String inside) {
    return envelope(
        "<t:ExtractData xmlns:t='urn:meterhaus:time:v1' xmlns:c='urn:meterhaus:common:v1'>"
            + inside
            + "</t:ExtractData>");
  }

  private static String readings(int count) {
    return envelope(
        "<AddReadings xmlns='urn:meterhaus:add:v1'><usagePoint>A-01</usagePoint>"
            + "<reading start='2026-11-01T00:00:00Z' valueWh='1'/>".repeat(count)
            + "</AddReadings>");
  }

  private static void assertStopped(GateVerdict verdict, Reason reason) {
    assertThat(verdict)
        .isInstanceOfSatisfying(
            Stopped.class, stopped -> assertThat(stopped.reason()).isEqualTo(reason));
  }

  @Nested
  @DisplayName("lets through")
  class LetsThrough {

    @Test
    void a_valid_request() {
      assertThat(TIME.inspect(envelope(NOW))).isEqualTo(new Passed());
    }

    @Test
    void a_request_whose_prefixes_were_declared_on_the_envelope() {
      var text =
          """
          <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"
              xmlns:t="urn:meterhaus:time:v1" xmlns:c="urn:meterhaus:common:v1">
            <s:Header/>
            <s:Body>
              <t:ExtractData>
                <t:usagePoint>A-01</t:usagePoint>
                <t:period><c:expression>last-month</c:expression></t:period>
              </t:ExtractData>
            </s:Body>
          </s:Envelope>
          """;

      assertThat(TIME.inspect(text)).isEqualTo(new Passed());
    }

    @Test
    void the_largest_request_that_is_promised() {
      assertThat(ADD.inspect(readings(10_000))).isEqualTo(new Passed());
    }
  }

  @Nested
  @DisplayName("stops")
  class Stops {

    @Test
    void a_document_type_even_an_empty_one() {
      assertStopped(TIME.inspect("<!DOCTYPE s>" + envelope(NOW)), Reason.DOCTYPE);
    }

    @Test
    void an_external_entity_without_reading_it() {
      var text = "<!DOCTYPE s [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>" + envelope("<a>&x;</a>");

      assertStopped(TIME.inspect(text), Reason.DOCTYPE);
    }

    @Test
    void entities_that_expand_to_billions() {
      var text = new StringBuilder("<!DOCTYPE s [<!ENTITY l0 'lol'>");
      for (int i = 1; i < 10; i++) {
        text.append("<!ENTITY l%d '%s'>".formatted(i, ("&l" + (i - 1) + ";").repeat(10)));
      }
      text.append("]>").append(envelope("<a>&l9;</a>"));

      assertStopped(TIME.inspect(text.toString()), Reason.DOCTYPE);
    }

    @Test
    void an_entity_that_nobody_declared() {
      var text =
          envelope("<GetSystemTime xmlns='urn:meterhaus:time:v1'><zone>&x;</zone></GetSystemTime>");

      assertStopped(TIME.inspect(text), Reason.MALFORMED);
    }

    @Test
    void one_level_too_many_and_not_one_fewer() {
      int room = Limits.DEFAULT.maxDepth() - 2; // the envelope and its header
      var header = "<x>".repeat(room) + "</x>".repeat(room);
      var deeper = "<x>" + header + "</x>";
      var text =
          "<s:Envelope xmlns:s='http://schemas.xmlsoap.org/soap/envelope/'><s:Header>%s</s:Header>"
              + "<s:Body>"
              + NOW
              + "</s:Body></s:Envelope>";

      assertThat(TIME.inspect(text.formatted(header))).isEqualTo(new Passed());
      assertStopped(TIME.inspect(text.formatted(deeper)), Reason.TOO_DEEP);
    }

    @Test
    void a_hundred_thousand_levels_without_running_out_of_stack() {
      var request = "<GetSystemTime xmlns='urn:meterhaus:time:v1'>";

      assertStopped(TIME.inspect(envelope(request + "<a>".repeat(100_000))), Reason.TOO_DEEP);
    }

    @Test
    void too_many_elements() {
      assertStopped(ADD.inspect(readings(20_100)), Reason.TOO_MANY_ELEMENTS);
    }

    @Test
    void what_is_not_well_formed() {
      assertStopped(TIME.inspect("<s:Envelope"), Reason.MALFORMED);
      assertStopped(TIME.inspect(""), Reason.MALFORMED);
      assertStopped(TIME.inspect("{\"json\": true}"), Reason.MALFORMED);
    }

    @Test
    void what_is_no_envelope() {
      assertStopped(TIME.inspect(NOW), Reason.NOT_AN_ENVELOPE);
      assertStopped(TIME.inspect(envelope("")), Reason.NOT_AN_ENVELOPE);
    }

    // WS-I Basic Profile R2201
    @Test
    void two_requests_in_one_body() {
      assertStopped(TIME.inspect(envelope(NOW + NOW)), Reason.NOT_AN_ENVELOPE);
    }

    @Test
    void two_bodies_in_one_envelope() {
      var text = envelope(NOW).replace("</s:Body>", "</s:Body><s:Body>" + NOW + "</s:Body>");

      assertStopped(TIME.inspect(text), Reason.NOT_AN_ENVELOPE);
    }

    @Test
    void an_envelope_of_the_other_version() {
      var text =
          "<s:Envelope xmlns:s='http://www.w3.org/2003/05/soap-envelope'><s:Body/></s:Envelope>";

      assertStopped(TIME.inspect(text), Reason.VERSION);
    }

    @Test
    void an_operation_of_another_service() {
      var text = envelope("<GetCustomer xmlns='urn:meterhaus:customer:v1'/>");

      assertStopped(TIME.inspect(text), Reason.UNKNOWN_OPERATION);
    }
  }

  @Nested
  @DisplayName("names the place of")
  class Names {

    private List<Violation> violations(String text) {
      return assertThat(TIME.inspect(text))
          .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.type(Invalid.class))
          .actual()
          .violations();
    }

    @Test
    void a_missing_element() {
      var text = extract("<t:usagePoint>A-01</t:usagePoint>");

      assertThat(violations(text))
          .extracting(Violation::path, Violation::code)
          .containsExactly(tuple("ExtractData", "required"));
    }

    @Test
    void an_instant_without_an_offset() {
      var text =
          extract(
              """
              <t:usagePoint>A-01</t:usagePoint>
              <t:period><c:interval>
                <c:start>2026-11-01T00:00:00</c:start><c:end>2026-11-02T00:00:00Z</c:end>
              </c:interval></t:period>
              """);

      assertThat(violations(text))
          .extracting(Violation::path, Violation::code)
          .containsExactly(tuple("ExtractData/period[1]/interval[1]/start[1]", "invalid-value"));
    }

    @Test
    void the_third_of_several_readings() {
      var text = readings(4).replaceFirst("(?s)(.*?valueWh.*?valueWh.*?valueWh)='1'", "$1='a lot'");

      assertThat(ADD.inspect(text))
          .isInstanceOfSatisfying(
              Invalid.class,
              invalid ->
                  assertThat(invalid.violations())
                      .extracting(Violation::path)
                      .containsOnly("AddReadings/reading[3]"));
    }

    @Test
    void at_most_twenty_mistakes() {
      var text = readings(1_000).replace("valueWh='1'", "valueWh='-1'");

      assertThat(ADD.inspect(text))
          .isInstanceOfSatisfying(
              Invalid.class, invalid -> assertThat(invalid.violations()).hasSize(20));
    }
  }

  @Nested
  @DisplayName("decodes")
  class Decodes {

    private XmlGate.Decoding decode(String text, Charset encoding, String charset) {
      return TIME.decode(text.getBytes(encoding), charset);
    }

    @Test
    void both_encodings_of_the_basic_profile() {
      var text = "<Grüße/>";

      assertThat(decode(text, StandardCharsets.UTF_8, "utf-8"))
          .isEqualTo(new XmlGate.Decoded(text));
      assertThat(decode(text, StandardCharsets.UTF_16, "utf-16"))
          .isEqualTo(new XmlGate.Decoded(text));
      assertThat(decode(text, StandardCharsets.UTF_16LE, "UTF-16LE"))
          .isEqualTo(new XmlGate.Decoded(text));
    }

    @Test
    void by_the_byte_order_mark_first() {
      var text = "<a/>";

      assertThat(decode("\uFEFF" + text, StandardCharsets.UTF_8, "utf-16"))
          .isEqualTo(new XmlGate.Decoded(text));
      assertThat(decode(text, StandardCharsets.UTF_16, "utf-8"))
          .isEqualTo(new XmlGate.Decoded(text));
    }

    @Test
    void nothing_else() {
      assertUndecodable(decode("<a/>", StandardCharsets.UTF_8, "utf-7"), Reason.ENCODING);
      assertUndecodable(decode("<Grüße/>", StandardCharsets.ISO_8859_1, "utf-8"), Reason.ENCODING);
    }

    @Test
    void no_byte_more_than_the_limit() {
      int limit = Limits.DEFAULT.maxBytes();

      assertThat(TIME.decode(" ".repeat(limit).getBytes(StandardCharsets.US_ASCII), null))
          .isInstanceOf(XmlGate.Decoded.class);
      assertUndecodable(
          TIME.decode(" ".repeat(limit + 1).getBytes(StandardCharsets.US_ASCII), null),
          Reason.TOO_LARGE);
    }

    private static void assertUndecodable(XmlGate.Decoding decoding, Reason reason) {
      assertThat(decoding)
          .isInstanceOfSatisfying(
              XmlGate.Undecodable.class,
              undecodable -> assertThat(undecodable.stopped().reason()).isEqualTo(reason));
    }
  }

  static LongStream seeds() {
    return LongStream.range(0, 300);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void gives_a_verdict_on_any_damage(long seed) {
    var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    var bytes = readings(3).getBytes(StandardCharsets.UTF_8);
    for (int i = random.nextInt(1, 6); i > 0; i--) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }

    if (ADD.decode(bytes, "utf-8") instanceof XmlGate.Decoded(var text)) {
      assertThat(ADD.inspect(text)).isNotNull();
    }
  }
}
