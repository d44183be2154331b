package org.meterhaus.soap.xml;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.validation.Schema;
import javax.xml.validation.ValidatorHandler;
import org.jspecify.annotations.Nullable;
import org.meterhaus.soap.xml.GateVerdict.Reason;
import org.meterhaus.soap.xml.GateVerdict.Stopped;
import org.meterhaus.soap.xml.GateVerdict.Violation;
import org.xml.sax.Attributes;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;
import org.xml.sax.helpers.DefaultHandler;

/**
 * One pass over one envelope: counts, checks the shape of the envelope, and validates what is in
 * its body. Not thread-safe; for one document.
 */
final class EnvelopeScan extends DefaultHandler implements ErrorHandler {
  static final String SOAP_11 = "http://schemas.xmlsoap.org/soap/envelope/";
  private static final String SOAP_12 = "http://www.w3.org/2003/05/soap-envelope";
  private static final int MAX_VIOLATIONS = 20;
  private static final int MAX_MESSAGE = 300;

  /** An element that is open: its name, and how often each child name came. */
  private record Open(String step, Map<String, Integer> children) {}

  private final ValidatorHandler validator;
  private final Limits limits;
  private final Map<String, String> prefixes = new LinkedHashMap<>();
  private final Deque<Open> request = new ArrayDeque<>();
  private final List<Violation> violations = new ArrayList<>();
  private int depth;
  private int elements;
  private boolean inBody;
  private boolean bodySeen;
  private boolean requestSeen;
  private @Nullable Stopped stopped;

  EnvelopeScan(Schema schema, Limits limits) {
    this.validator = schema.newValidatorHandler();
    this.validator.setErrorHandler(this);
    this.limits = limits;
  }

  /** Why the scan ended the parse; empty if it did not. */
  Optional<Stopped> stopped() {
    return Optional.ofNullable(stopped);
  }

  private SAXException stop(Reason reason, String message) {
    stopped = new Stopped(reason, message);
    return new SAXException(message);
  }

  /** After the last element. */
  GateVerdict verdict() {
    if (!requestSeen) {
      return new Stopped(Reason.NOT_AN_ENVELOPE, "The envelope has no request in its body.");
    }
    return violations.isEmpty() ? new GateVerdict.Passed() : new GateVerdict.Invalid(violations);
  }

  @Override
  public void startPrefixMapping(String prefix, String uri) throws SAXException {
    if (request.isEmpty()) {
      prefixes.put(prefix, uri);
    } else {
      validator.startPrefixMapping(prefix, uri);
    }
  }

  @Override
  public void endPrefixMapping(String prefix) throws SAXException {
    if (!request.isEmpty()) {
      validator.endPrefixMapping(prefix);
    }
  }

  @Override
  public void startElement(String uri, String name, String qName, Attributes attributes)
      throws SAXException {
    depth++;
    elements++;
    if (depth > limits.maxDepth()) {
      throw stop(
          Reason.TOO_DEEP, "Elements are nested deeper than " + limits.maxDepth() + " levels.");
    }
    if (elements > limits.maxElements()) {
      throw stop(
          Reason.TOO_MANY_ELEMENTS, "There are more than " + limits.maxElements() + " elements.");
    }
    if (!request.isEmpty()) {
      enter(name);
      validator.startElement(uri, name, qName, attributes);
    } else if (inBody) {
      startRequest(uri, name, qName, attributes);
    } else {
      envelope(uri, name);
    }
  }

  private void envelope(String uri, String name) throws SAXException {
    if (depth == 1) {
      if (uri.equals(SOAP_12) && name.equals("Envelope")) {
        throw stop(Reason.VERSION, "These services speak SOAP 1.1.");
      }
      if (!uri.equals(SOAP_11) || !name.equals("Envelope")) {
        throw stop(Reason.NOT_AN_ENVELOPE, "The body is not a SOAP 1.1 envelope.");
      }
    } else if (depth == 2 && uri.equals(SOAP_11) && name.equals("Body")) {
      if (bodySeen) {
        throw stop(Reason.NOT_AN_ENVELOPE, "The envelope has more than one body.");
      }
      bodySeen = true;
      inBody = true;
    }
  }

  private void startRequest(String uri, String name, String qName, Attributes attributes)
      throws SAXException {
    if (requestSeen) {
      // WS-I Basic Profile R2201: the body has at most one part
      throw stop(Reason.NOT_AN_ENVELOPE, "The body has more than one request.");
    }
    requestSeen = true;
    request.push(new Open(name, new HashMap<>()));
    validator.startDocument();
    for (var mapping : prefixes.entrySet()) {
      validator.startPrefixMapping(mapping.getKey(), mapping.getValue());
    }
    validator.startElement(uri, name, qName, attributes);
  }

  private void enter(String name) {
    var position = request.element().children().merge(name, 1, Integer::sum);
    request.push(new Open(name + "[" + position + "]", new HashMap<>()));
  }

  @Override
  public void characters(char[] text, int start, int length) throws SAXException {
    if (!request.isEmpty()) {
      validator.characters(text, start, length);
    }
  }

  @Override
  public void endElement(String uri, String name, String qName) throws SAXException {
    depth--;
    if (!request.isEmpty()) {
      validator.endElement(uri, name, qName);
      request.pop();
      if (request.isEmpty()) {
        validator.endDocument();
      }
    } else if (depth == 1) {
      inBody = false;
    }
  }

  /** From the validator; the parser itself reports only fatal errors. */
  @Override
  public void error(SAXParseException e) throws SAXException {
    var message = String.valueOf(e.getMessage());
    var rule = message.substring(0, Math.max(0, message.indexOf(':')));
    if (rule.startsWith("cvc-elt.1") && request.size() == 1) {
      throw stop(Reason.UNKNOWN_OPERATION, "This service has no operation of that name.");
    }
    var code = code(rule);
    // a bad value is reported twice: by its facet, then by the element that has it
    if (code != null && violations.size() < MAX_VIOLATIONS) {
      violations.add(new Violation(path(), code, shortened(message.substring(rule.length() + 1))));
    }
  }

  @Override
  public void fatalError(SAXParseException e) throws SAXException {
    throw e;
  }

  @Override
  public void warning(SAXParseException e) {
    // the validator has none that would concern a caller
  }

  /** The validator repeats the value, which may be long. */
  private static String shortened(String message) {
    var text = message.strip();
    return text.length() <= MAX_MESSAGE ? text : text.substring(0, MAX_MESSAGE) + "...";
  }

  private String path() {
    var steps = new ArrayList<String>(request.size());
    request.descendingIterator().forEachRemaining(open -> steps.add(open.step()));
    return String.join("/", steps);
  }

  /** XML Schema's validation rule (Structures, appendix C) to a code; null to leave it out. */
  private static @Nullable String code(String rule) {
    return switch (rule) {
      case "cvc-type.3.1.3", "cvc-attribute.3" -> null;
      case "cvc-complex-type.4", "cvc-complex-type.2.4.b" -> "required";
      case "cvc-complex-type.2.4.a", "cvc-complex-type.2.4.d", "cvc-complex-type.3.2.2" ->
          "unexpected";
      case "cvc-maxLength-valid" -> "too-long";
      case "cvc-minLength-valid" -> "too-short";
      case "cvc-minInclusive-valid", "cvc-maxInclusive-valid" -> "out-of-range";
      case "cvc-enumeration-valid", "cvc-pattern-valid" -> "invalid-value";
      default -> rule.startsWith("cvc-datatype-valid") ? "invalid-value" : "invalid";
    };
  }
}
