package org.meterhaus.dlms.explain;

import org.meterhaus.dlms.Bytes;
import org.meterhaus.dlms.MeterException.Malformed;
import org.meterhaus.dlms.security.SecurityControl;

/** Takes one message apart, whatever it is (IEC 62056-5-3, clause 9.5). One a walk. */
final class ApduWalk {

  private static final int MAX_DEPTH = 4;

  private final Walk in;
  private final ServiceWalk services;
  private int depth;

  ApduWalk(Walk in) {
    this.in = in;
    this.services = new ServiceWalk(in);
  }

  Facts any() throws Malformed {
    if (depth == MAX_DEPTH) {
      throw in.malformed("messages within messages, deeper than " + MAX_DEPTH);
    }
    depth++;
    try {
      return message();
    } finally {
      depth--;
    }
  }

  private Facts message() throws Malformed {
    int tag = in.u8("message", ApduNames::of);
    String name = ApduNames.of(tag);
    return switch (name) {
      case "aarq", "aare", "rlrq", "rlre" -> new AcseWalk(in, this).message(name);
      case "initiate-request" -> new AcseWalk(in, this).initiateRequest();
      case "initiate-response" -> new AcseWalk(in, this).initiateResponse();
      case "confirmed-service-error" -> new AcseWalk(in, this).confirmedServiceError();
      case "get-request" -> services.getRequest();
      case "get-response" -> services.getResponse();
      case "set-request" -> services.setRequest();
      case "set-response" -> services.setResponse();
      case "action-request" -> services.actionRequest();
      case "action-response" -> services.actionResponse();
      case "access-request" -> services.accessRequest();
      case "access-response" -> services.accessResponse();
      case "data-notification" -> dataNotification();
      case "event-notification-request" -> eventNotification();
      case "information-report-request" -> services.informationReport();
      case "exception-response" -> exceptionResponse();
      case "general-block-transfer" -> blockTransfer();
      case "general-glo-ciphering", "general-ded-ciphering" -> {
        Bytes title = in.counted("system title");
        yield ciphered(Facts.of("apdu", name).put("systemTitle", title.toString()));
      }
      case "general-ciphering" -> generalCiphering();
      case "general-signing" -> generalSigning();
      case "?" -> throw new Malformed("apdu tag 0x%02x".formatted(tag), in.position() - 1);
      default -> ciphered(Facts.of("apdu", name));
    };
  }

  private Facts dataNotification() throws Malformed {
    Facts facts = Facts.of("apdu", "data-notification");
    services.longInvoke(facts);
    String dateTime = services.dateTime();
    facts.put("dateTimeHex", dateTime);
    if (dateTime != null && dateTime.length() == 2 * DateTimes.OCTETS) {
      facts.put("dateTime", DateTimes.fields(Bytes.ofHex(dateTime)));
    }
    return facts.put("body", new DataWalk(in).value("body"));
  }

  private Facts eventNotification() throws Malformed {
    Facts facts = Facts.of("apdu", "event-notification-request");
    // Some meters write the tag of an octet-string where the standard wants "present".
    boolean timed = in.peek() == 0x09;
    if (timed) {
      in.known("date-time", 1, "octet-string, where 00 or 01 is to stand");
    }
    facts.put("dateTimeHex", timed || in.flag("date-time") ? services.dateTime() : null);
    return facts
        .put("attribute", services.attribute())
        .put("value", new DataWalk(in).value("value"));
  }

  private Facts exceptionResponse() throws Malformed {
    Facts facts = Facts.of("apdu", "exception-response");
    facts.put("stateError", in.u8("state error", ApduNames::stateError));
    facts.put("serviceError", in.u8("service error", ApduNames::serviceError));
    return in.hasMore() ? facts.put("invocationCounter", in.u32("invocation counter")) : facts;
  }

  private Facts blockTransfer() throws Malformed {
    int control =
        in.u8(
            "block control",
            octet ->
                "%s, %s, window %d"
                    .formatted(
                        (octet & 0x80) == 0 ? "more follow" : "last block",
                        (octet & 0x40) == 0 ? "not streaming" : "streaming",
                        octet & 0x3F));
    return Facts.of("apdu", "general-block-transfer")
        .put("lastBlock", (control & 0x80) != 0)
        .put("streaming", (control & 0x40) != 0)
        .put("window", control & 0x3F)
        .put("blockNumber", in.u16("block number"))
        .put("blockNumberAck", in.u16("acknowledged block number"))
        .put("blockDataHex", in.counted("block data").toString());
  }

  private Facts ciphered(Facts facts) throws Malformed {
    int length = in.length("length");
    return in.part("protected", length, () -> protection(facts));
  }

  private Facts protection(Facts facts) throws Malformed {
    int octet = in.u8("security control", control -> ApduNames.control(control));
    String counterHex = in.ahead(4).toString();
    in.u32("invocation counter");
    Bytes payload = in.take("ciphertext and tag", in.left());
    SecurityControl control = new SecurityControl(octet);
    return facts
        .put("securityControl", "%02x".formatted(octet))
        .put("suite", octet & 0x0F)
        .put("authenticated", control.authenticated())
        .put("encrypted", control.encrypted())
        .put("keySetBroadcast", control.broadcast())
        .put("compressed", control.compressed())
        .put("invocationCounter", counterHex)
        .put("ciphertextHex", payload.toString());
  }

  private Facts generalHeader(Facts facts) throws Malformed {
    return facts
        .put("transactionId", in.counted("transaction id").toString())
        .put("originatorSystemTitle", in.counted("originator's system title").toString())
        .put("recipientSystemTitle", in.counted("recipient's system title").toString())
        .put("dateTimeHex", in.counted("date-time").toString())
        .put("otherInformation", in.counted("other information").toString());
  }

  private Facts generalCiphering() throws Malformed {
    Facts facts = generalHeader(Facts.of("apdu", "general-ciphering"));
    facts.put("keyInfo", in.flag("key info") ? in.part("key info", this::keyInfo) : null);
    return ciphered(facts);
  }

  private Facts keyInfo() throws Malformed {
    return switch (in.u8("choice", ApduNames::keyInfo)) {
      case 0 -> Facts.of("identifiedKey", in.u8("key id"));
      case 1 ->
          Facts.of(
              "wrappedKey",
              Facts.of("kekId", in.u8("KEK id"))
                  .put("keyCipheredDataHex", in.counted("wrapped key").toString()));
      case 2 ->
          Facts.of(
              "agreedKey",
              Facts.of("keyParameters", in.counted("key parameters").toString())
                  .put("keyCipheredDataHex", in.counted("key ciphered data").toString()));
      default -> throw in.malformed("unknown key info");
    };
  }

  private Facts generalSigning() throws Malformed {
    Facts facts = generalHeader(Facts.of("apdu", "general-signing"));
    int length = in.length("length");
    facts.put("contentHex", in.ahead(length).toString());
    Facts content = in.part("content", length, this::any);
    facts.put("signatureHex", in.counted("signature").toString());
    return facts.put("content", content);
  }
}
