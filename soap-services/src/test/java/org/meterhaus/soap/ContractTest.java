package org.meterhaus.soap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.meterhaus.dissemination.add.AddReadings;
import org.meterhaus.dissemination.readings.EstimationRule;
import org.meterhaus.dissemination.readings.ValueQuality;
import org.meterhaus.dissemination.sub.AggregateFunction;
import org.meterhaus.soap.wire.add.Outcome;
import org.meterhaus.soap.wire.common.Quality;
import org.meterhaus.soap.wire.common.Rule;
import org.meterhaus.soap.xml.Schemas;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/** The WSDLs themselves: the rules of WS-I Basic Profile 1.1 that can be read off the document. */
@DisplayName("A contract")
class ContractTest {
  private static final String WSDL = "http://schemas.xmlsoap.org/wsdl/";
  private static final String SOAP = "http://schemas.xmlsoap.org/wsdl/soap/";
  private static final String XSD = "http://www.w3.org/2001/XMLSchema";

  private static Document read(String name) {
    try (InputStream in = Schemas.document(name).openStream()) {
      return DocumentBuilderFactory.newDefaultNSInstance().newDocumentBuilder().parse(in);
    } catch (IOException | SAXException | ParserConfigurationException e) {
      throw new IllegalStateException("cannot read " + name, e);
    }
  }

  private static List<Element> all(Document document, String namespace, String name) {
    return elements(document.getDocumentElement(), namespace, name);
  }

  private static List<Element> elements(Element parent, String namespace, String name) {
    var found = parent.getElementsByTagNameNS(namespace, name);
    var elements = new ArrayList<Element>();
    for (int i = 0; i < found.getLength(); i++) {
      elements.add((Element) found.item(i));
    }
    return elements;
  }

  private static Set<String> names(List<Element> elements) {
    return elements.stream()
        .map(element -> element.getAttribute("name"))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "TimeService",
        "AddService",
        "SubService",
        "CustomerInformationService",
        "DeviceControlService"
      })
  void follows_the_basic_profile(String service) {
    var wsdl = read(service + ".wsdl");

    // R2204 parts by element, R2201 one of them
    assertThat(all(wsdl, WSDL, "message"))
        .isNotEmpty()
        .allSatisfy(message ->
            assertThat(elements(message, WSDL, "part"))
                .singleElement()
                .satisfies(part -> {
                  assertThat(part.hasAttribute("element")).isTrue();
                  assertThat(part.hasAttribute("type")).isFalse();
                }));
    // R2705, R2706 document and literal throughout; R2716 no namespace attribute
    assertThat(all(wsdl, SOAP, "binding"))
        .singleElement()
        .satisfies(binding -> {
          assertThat(binding.getAttribute("style")).isEqualTo("document");
          assertThat(binding.getAttribute("transport"))
              .isEqualTo("http://schemas.xmlsoap.org/soap/http");
        });
    assertThat(Stream.concat(all(wsdl, SOAP, "body").stream(), all(wsdl, SOAP, "fault").stream()))
        .isNotEmpty()
        .allSatisfy(body -> {
          assertThat(body.getAttribute("use")).isEqualTo("literal");
          assertThat(body.hasAttribute("namespace")).isFalse();
        });
    // R2718, R2754, R2721 the binding has every operation and a soap:fault for every fault
    var portType = all(wsdl, WSDL, "portType").getFirst();
    var binding = all(wsdl, WSDL, "binding").getFirst();
    assertThat(names(elements(binding, WSDL, "operation")))
        .isEqualTo(names(elements(portType, WSDL, "operation")));
    for (var operation : elements(portType, WSDL, "operation")) {
      var bound =
          elements(binding, WSDL, "operation").stream()
              .filter(other -> other.getAttribute("name").equals(operation.getAttribute("name")))
              .findFirst()
              .orElseThrow();
      assertThat(names(elements(bound, SOAP, "fault")))
          .as(operation.getAttribute("name"))
          .isEqualTo(names(elements(operation, WSDL, "fault")))
          .contains("ServiceFault", "ValidationFault");
    }
    // R2105 the inline schema only imports
    assertThat(all(wsdl, XSD, "schema"))
        .singleElement()
        .satisfies(schema -> assertThat(elements(schema, XSD, "import")).hasSize(2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"AddService", "SubService", "CustomerInformationService", "DeviceControlService"})
  void asks_for_credentials_in_every_operation(String service) {
    var portType = all(read(service + ".wsdl"), WSDL, "portType").getFirst();

    assertThat(elements(portType, WSDL, "operation"))
        .allSatisfy(operation ->
            assertThat(names(elements(operation, WSDL, "fault")))
                .as(operation.getAttribute("name"))
                .contains("NotAuthenticatedFault", "QuotaFault", "NotReadyFault"));
  }

  // document/literal wrapped: the request element is named like the operation, one element answers
  @ParameterizedTest
  @ValueSource(strings = {"time", "add", "sub", "customer", "device"})
  void answers_every_request_with_one_element(String schema) {
    var document = read(schema + ".xsd");
    var wrappers =
        all(document, XSD, "element").stream()
            .filter(element -> document.getDocumentElement().isSameNode(element.getParentNode()))
            .toList();

    assertThat(wrappers).hasSizeGreaterThanOrEqualTo(2);
    for (var wrapper : wrappers) {
      var name = wrapper.getAttribute("name");
      if (name.endsWith("Response")) {
        assertThat(elements(wrapper, XSD, "element")).as(name).hasSize(1);
      } else {
        assertThat(names(wrappers)).contains(name + "Response");
      }
    }
  }

  @Test
  void names_what_the_application_services_name() {
    assertThat(wireNames(Quality.values(), Quality::value))
        .isEqualTo(wireNames(ValueQuality.values(), ValueQuality::wireName));
    assertThat(wireNames(Rule.values(), Rule::value))
        .isEqualTo(wireNames(EstimationRule.values(), EstimationRule::wireName));
    assertThat(wireNames(Outcome.values(), Outcome::value))
        .isEqualTo(wireNames(AddReadings.Outcome.values(), AddReadings.Outcome::wireName));
    Set<String> functions =
        wireNames(
            org.meterhaus.soap.wire.sub.Function.values(),
            org.meterhaus.soap.wire.sub.Function::value);
    assertThat(functions)
        .containsAll(wireNames(AggregateFunction.values(), AggregateFunction::wireName));
    functions.removeAll(wireNames(AggregateFunction.values(), AggregateFunction::wireName));
    assertThat(functions).hasSizeGreaterThanOrEqualTo(4).allMatch(name -> name.matches("p\\d+"));
  }

  private static <E> Set<String> wireNames(E[] values, Function<E, String> name) {
    return Arrays.stream(values).map(name).collect(Collectors.toSet());
  }
}
