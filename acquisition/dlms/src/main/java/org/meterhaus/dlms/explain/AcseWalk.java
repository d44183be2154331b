package org.meterhaus.dlms.explain;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;

/** Takes the messages that open and release associations apart (IEC 62056-5-3, clause 9.5, BER). */
final class AcseWalk {

  private static final int OBJECT_IDENTIFIER = 0x06;
  private static final int OCTET_STRING = 0x04;
  private static final int INTEGER = 0x02;
  private static final List<String> SERVICES =
      List.of(
          "", "initiateError", "getStatus", "getNameList", "getVariableAttribute", "read", "write");
  private static final List<String> ERRORS =
      List.of(
          "application-reference",
          "hardware-resource",
          "vde-state-error",
          "service",
          "definition",
          "access",
          "initiate",
          "load-data-set",
          "change-scope",
          "task",
          "other");

  private final Walk in;
  private final ApduWalk messages;

  AcseWalk(Walk in, ApduWalk messages) {
    this.in = in;
    this.messages = messages;
  }

  /**
   * The rest of an AARQ, AARE, RLRQ or RLRE behind its tag.
   *
   * @param name as in {@link ApduWalk}
   */
  Facts message(String name) throws Malformed {
    Facts facts = Facts.of("apdu", name);
    int length = in.length("length");
    boolean release = name.startsWith("rl");
    in.part(
        "fields",
        length,
        () -> {
          while (in.hasMore()) {
            field(name, release, facts);
          }
          return facts;
        });
    if (!release) {
      for (String wanted : wanted(name)) {
        if (facts.get(wanted) == null) {
          throw in.malformed(name + " without " + wanted);
        }
      }
    }
    return facts;
  }

  private static List<String> wanted(String name) {
    return name.equals("aarq")
        ? List.of("applicationContextName")
        : List.of("applicationContextName", "result", "resultSourceDiagnostic");
  }

  private void field(String message, boolean release, Facts facts) throws Malformed {
    int tag = in.peek();
    String name = release ? releaseField(tag) : field(message, tag);
    in.part(
        name,
        () -> {
          in.u8("tag", octet -> "%02x".formatted(octet));
          int length = in.length("length");
          in.part(
              "contents",
              length,
              () -> {
                contents(name, facts);
                return facts;
              });
          return facts;
        });
  }

  private static String releaseField(int tag) {
    return switch (tag) {
      case 0x80 -> "reason";
      case 0xBE -> "userInformation";
      default -> "other";
    };
  }

  private static String field(String message, int tag) {
    boolean request = message.equals("aarq");
    return switch (tag) {
      case 0x80 -> "protocolVersion";
      case 0x88, 0x8A -> "acseRequirements";
      case 0x89, 0x8B -> "mechanismName";
      case 0xA1 -> "applicationContextName";
      case 0xA2 -> request ? "calledApTitle" : "result";
      case 0xA3 -> request ? "calledAeQualifier" : "resultSourceDiagnostic";
      case 0xA4 -> request ? "calledApInvocationId" : "respondingApTitle";
      case 0xA5 -> request ? "calledAeInvocationId" : "respondingAeQualifier";
      case 0xA6 -> request ? "callingApTitle" : "respondingApInvocationId";
      case 0xA7 -> request ? "callingAeQualifier" : "respondingAeInvocationId";
      case 0xA8 -> request ? "callingApInvocationId" : "other";
      case 0xA9 -> request ? "callingAeInvocationId" : "other";
      case 0xAA, 0xAC -> "authenticationValue";
      case 0xBD -> "implementationInformation";
      case 0xBE -> "userInformation";
      default -> "other";
    };
  }

  private void contents(String name, Facts facts) throws Malformed {
    switch (name) {
      case "protocolVersion", "acseRequirements" ->
          facts.put(name, in.take("bits", in.left()).toString());
      case "mechanismName" -> facts.put(name, identifier(in.left()));
      case "applicationContextName" -> facts.put(name, identifier(inside(OBJECT_IDENTIFIER)));
      case "result" -> facts.put(name, integer());
      case "resultSourceDiagnostic" -> facts.put(name, diagnostic());
      case "calledApTitle",
          "callingApTitle",
          "respondingApTitle",
          "calledAeQualifier",
          "callingAeQualifier",
          "respondingAeQualifier" ->
          facts.put(name, in.take("octets", inside(OCTET_STRING)).toString());
      case "callingApInvocationId",
          "calledApInvocationId",
          "respondingApInvocationId",
          "callingAeInvocationId",
          "calledAeInvocationId",
          "respondingAeInvocationId" ->
          facts.put(name, integer());
      case "authenticationValue" -> {
        int tag = in.u8("choice", octet -> octet == 0x80 ? "characters" : "other");
        int length = in.length("length");
        facts.put(name, in.take("authentication value", length).toString());
        facts.put("authenticationValueTag", "%02x".formatted(tag));
      }
      case "reason" -> facts.put(name, in.unsigned("reason", in.left() == 1 ? 1 : 2));
      case "userInformation" -> userInformation(facts);
      default -> in.take("octets", in.left());
    }
  }

  private void userInformation(Facts facts) throws Malformed {
    int length = inside(OCTET_STRING);
    facts.put("userInformationHex", in.ahead(length).toString());
    Walk.Mark mark = in.mark();
    try {
      facts.put("userInformation", in.part("message", length, messages::any));
    } catch (Malformed e) {
      // It is for the other party to read; the message around it is whole all the same.
      in.reset(mark);
      in.take("not a message", length);
      facts.put("userInformationError", String.valueOf(e.getMessage()));
    }
  }

  private Facts diagnostic() throws Malformed {
    boolean user =
        in.u8("choice", tag -> tag == 0xA1 ? "acse-service-user" : "acse-service-provider") == 0xA1;
    int length = in.length("length");
    long value = in.part("diagnostic", length, this::integer);
    return Facts.of("source", user ? "acse-service-user" : "acse-service-provider")
        .put("value", value);
  }

  private long integer() throws Malformed {
    int length = inside(INTEGER);
    if (length < 1 || length > 4) {
      throw in.malformed("an integer of " + length + " octets");
    }
    return in.signed("value", length);
  }

  /** Tag and length of what stands inside; the length. */
  private int inside(int tag) throws Malformed {
    if (in.peek() != tag) {
      throw in.malformed("tag must be %02x but was %02x".formatted(tag, in.peek()));
    }
    in.u8("tag", octet -> "%02x".formatted(octet));
    return in.length("length");
  }

  /** An object identifier, such as 2.16.756.5.8.1.1. */
  private String identifier(int length) throws Malformed {
    Bytes octets = in.ahead(length);
    if (octets.isEmpty()) {
      throw in.malformed("an empty object identifier");
    }
    StringBuilder text = new StringBuilder();
    long arc = 0;
    for (int i = 0; i < length; i++) {
      arc = ((arc << 7) | (octets.at(i) & 0x7F)) & 0xFFFF_FFFFL;
      if ((octets.at(i) & 0x80) == 0) {
        if (text.isEmpty()) {
          long first = Math.min(arc / 40, 2);
          text.append(first).append('.').append(arc - 40 * first);
        } else {
          text.append('.').append(arc);
        }
        arc = 0;
      }
    }
    in.known("object identifier", length, text.toString());
    return text.toString();
  }

  Facts initiateRequest() throws Malformed {
    Facts facts = Facts.of("apdu", "initiate-request");
    facts.put(
        "dedicatedKey", in.flag("dedicated key") ? in.counted("dedicated key").toString() : null);
    boolean told = in.flag("response allowed");
    facts.put("responseAllowed", !told || in.u8("response allowed") != 0);
    facts.put("proposedQualityOfService", quality());
    facts.put("proposedDlmsVersion", in.u8("DLMS version"));
    conformance(facts, "proposedConformance");
    return facts.put("clientMaxReceivePduSize", in.u16("client max receive PDU size"));
  }

  Facts initiateResponse() throws Malformed {
    Facts facts = Facts.of("apdu", "initiate-response");
    facts.put("negotiatedQualityOfService", quality());
    facts.put("negotiatedDlmsVersion", in.u8("DLMS version"));
    conformance(facts, "negotiatedConformance");
    facts.put("serverMaxReceivePduSize", in.u16("server max receive PDU size"));
    return facts.put("vaaName", in.take("VAA name", 2).toString());
  }

  private @Nullable Object quality() throws Malformed {
    return in.flag("quality of service") ? in.signed("quality of service", 1) : null;
  }

  /** Behind [APPLICATION 31], whose second octet old stacks leave out. */
  private void conformance(Facts facts, String name) throws Malformed {
    if (in.peek() != 0x5F) {
      throw in.malformed("not a conformance block");
    }
    in.part(
        "conformance",
        () -> {
          boolean whole = in.ahead(2).at(1) == 0x1F;
          in.known("tag", whole ? 2 : 1, whole ? "5f1f" : "5f, without its second octet");
          if (in.length("length") != 4) {
            throw in.malformed("a conformance block has 4 octets");
          }
          if (in.u8("unused bits") != 0) {
            throw in.malformed("a conformance block has no unused bits");
          }
          Bytes bits = in.ahead(3);
          List<Object> services =
              Texts.conformance(bits.at(0) << 16 | bits.at(1) << 8 | bits.at(2));
          in.known("services", 3, services.toString());
          return facts.put(name + "Hex", bits.toString()).put(name, services);
        });
  }

  Facts confirmedServiceError() throws Malformed {
    Facts facts = Facts.of("apdu", "confirmed-service-error");
    facts.put("service", name(SERVICES, in.u8("service", octet -> name(SERVICES, octet))));
    facts.put("serviceError", name(ERRORS, in.u8("error", octet -> name(ERRORS, octet))));
    return facts.put("value", in.u8("value"));
  }

  private static String name(List<String> names, int number) {
    return number < names.size() ? names.get(number) : Integer.toString(number);
  }
}
