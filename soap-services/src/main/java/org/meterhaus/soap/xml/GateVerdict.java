package org.meterhaus.soap.xml;

import java.util.List;

/** What the gate says about a request body. */
public sealed interface GateVerdict {

  /** A well-formed SOAP 1.1 envelope with one valid request in it. */
  record Passed() implements GateVerdict {}

  /**
   * An envelope whose request breaks its schema.
   *
   * @param violations in document order, at least one
   */
  record Invalid(List<Violation> violations) implements GateVerdict {
    public Invalid {
      violations = List.copyOf(violations);
      if (violations.isEmpty()) {
        throw new IllegalArgumentException("violations must not be empty");
      }
    }
  }

  /**
   * Not something that could be looked at.
   *
   * @param reason the kind
   * @param message one English sentence that is safe to show
   */
  record Stopped(Reason reason, String message) implements GateVerdict {}

  /** Why a body was stopped; the name on the wire is the code of the error. */
  enum Reason {
    TOO_LARGE("too-large"),
    TOO_DEEP("too-deep"),
    TOO_MANY_ELEMENTS("too-many-elements"),
    DOCTYPE("doctype"),
    MALFORMED("malformed-xml"),
    ENCODING("encoding"),
    NOT_AN_ENVELOPE("not-an-envelope"),
    /** An envelope of another SOAP version. */
    VERSION("version-mismatch"),
    UNKNOWN_OPERATION("unknown-operation");

    private final String wireName;

    Reason(String wireName) {
      this.wireName = wireName;
    }

    public String wireName() {
      return wireName;
    }
  }

  /**
   * One breach of the schema.
   *
   * @param path of the element from the request element on, such as {@code
   *     AddReadings/reading[3]/@valueWh}
   * @param code {@code required}, {@code unexpected}, {@code too-long}, {@code too-short}, {@code
   *     out-of-range}, {@code invalid-value} or {@code invalid}
   * @param message of the validator, in English
   */
  record Violation(String path, String code, String message) {}
}
