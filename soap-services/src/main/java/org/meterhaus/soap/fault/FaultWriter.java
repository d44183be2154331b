package org.meterhaus.soap.fault;

import jakarta.xml.bind.JAXBContext;
import jakarta.xml.bind.JAXBElement;
import jakarta.xml.bind.JAXBException;
import jakarta.xml.bind.Marshaller;
import java.io.ByteArrayOutputStream;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import org.meterhaus.soap.wire.common.FieldError;
import org.meterhaus.soap.wire.common.InvalidPeriod;
import org.meterhaus.soap.wire.common.ObjectFactory;
import org.meterhaus.soap.wire.common.Problem;
import org.meterhaus.soap.wire.common.Validation;
import org.meterhaus.soap.xml.GateVerdict;
import org.meterhaus.soap.xml.GateVerdict.Reason;

/** Writes the answer to a request that never got past the gate. Thread-safe. */
public final class FaultWriter {
  private static final String SOAP_11 = "http://schemas.xmlsoap.org/soap/envelope/";
  private static final String PREFIX = "S";
  private static final ObjectFactory ELEMENTS = new ObjectFactory();

  private final JAXBContext jaxb;
  private final XMLOutputFactory writers = XMLOutputFactory.newDefaultFactory();

  public FaultWriter() {
    try {
      jaxb = JAXBContext.newInstance(ObjectFactory.class);
    } catch (JAXBException e) {
      throw new IllegalStateException("the generated classes are broken", e);
    }
  }

  /** The envelope in UTF-8. */
  public byte[] write(GateVerdict.Stopped stopped) {
    var problem = new Validation();
    problem.setCode("validation");
    problem.setMessage(stopped.message());
    problem.getError().add(error("", stopped.reason().wireName(), stopped.message()));
    var code = stopped.reason() == Reason.VERSION ? "VersionMismatch" : "Client";
    return write(code, ELEMENTS.createValidationFault(problem));
  }

  /**
   * The envelope in UTF-8. A period that breaks the schema is an {@code InvalidPeriodFault}, as it
   * would be had the application services read it.
   */
  public byte[] write(GateVerdict.Invalid invalid) {
    var violations = invalid.violations();
    if (violations.stream().allMatch(v -> v.path().contains("/period["))) {
      var problem = new InvalidPeriod();
      problem.setCode("invalid-interval");
      problem.setMessage(
          "The period cannot be used: it is an interval with a start and an end, instants with an"
              + " offset such as 2026-11-01T00:00:00Z, or an expression such as last-month.");
      return write("Client", ELEMENTS.createInvalidPeriodFault(problem));
    }
    var problem = new Validation();
    problem.setCode("validation");
    problem.setMessage(
        "The request has "
            + violations.size()
            + (violations.size() == 1 ? " mistake." : " mistakes."));
    problem.getError().addAll(errors(violations));
    return write("Client", ELEMENTS.createValidationFault(problem));
  }

  private static List<FieldError> errors(List<GateVerdict.Violation> violations) {
    return violations.stream().map(v -> error(v.path(), v.code(), v.message())).toList();
  }

  private static FieldError error(String path, String code, String message) {
    var error = new FieldError();
    error.setPath(path);
    error.setCode(code);
    error.setMessage(message);
    return error;
  }

  private byte[] write(String faultCode, JAXBElement<? extends Problem> detail) {
    var out = new ByteArrayOutputStream();
    try {
      var xml = writers.createXMLStreamWriter(out, "UTF-8");
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeStartElement(PREFIX, "Envelope", SOAP_11);
      xml.writeNamespace(PREFIX, SOAP_11);
      xml.writeStartElement(PREFIX, "Body", SOAP_11);
      xml.writeStartElement(PREFIX, "Fault", SOAP_11);
      xml.writeStartElement("faultcode");
      xml.writeCharacters(PREFIX + ":" + faultCode);
      xml.writeEndElement();
      xml.writeStartElement("faultstring");
      xml.writeCharacters(detail.getValue().getMessage());
      xml.writeEndElement();
      xml.writeStartElement("detail");
      var marshaller = jaxb.createMarshaller();
      marshaller.setProperty(Marshaller.JAXB_FRAGMENT, true);
      marshaller.marshal(detail, xml);
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException | JAXBException e) {
      throw new IllegalStateException("a fault cannot be written into memory", e);
    }
    return out.toByteArray();
  }
}
