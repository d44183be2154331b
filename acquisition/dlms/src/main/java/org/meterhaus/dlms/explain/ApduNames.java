package org.meterhaus.dlms.explain;

import org.meterhaus.dlms.security.SecurityControl;

/** The standard's names of numbers in messages. */
final class ApduNames {

  private static final int GENERAL_CIPHERING = 0xDD;
  private static final int GENERAL_SIGNING = 0xDF;

  private ApduNames() {}

  /** Of a message's first octet; {@code ?} if there is none. */
  static String of(int tag) {
    return switch (tag) {
      case 0x01 -> "initiate-request";
      case 0x08 -> "initiate-response";
      case 0x0E -> "confirmed-service-error";
      case 0x0F -> "data-notification";
      case 0x18 -> "information-report-request";
      case 0x21 -> "glo-initiate-request";
      case 0x28 -> "glo-initiate-response";
      case 0x2E -> "glo-confirmed-service-error";
      case 0x38 -> "glo-information-report-request";
      case 0x58 -> "ded-information-report-request";
      case 0x60 -> "aarq";
      case 0x61 -> "aare";
      case 0x62 -> "rlrq";
      case 0x63 -> "rlre";
      case 0xD8 -> "exception-response";
      case 0xD9 -> "access-request";
      case 0xDA -> "access-response";
      case 0xDB -> "general-glo-ciphering";
      case 0xDC -> "general-ded-ciphering";
      case GENERAL_CIPHERING -> "general-ciphering";
      case GENERAL_SIGNING -> "general-signing";
      case 0xE0 -> "general-block-transfer";
      default -> service(tag);
    };
  }

  /** Plain, glo- and ded- forms stand in rows of eight. */
  private static String service(int tag) {
    String prefix =
        switch (tag & 0xF8) {
          case 0xC0 -> "";
          case 0xC8 -> "glo-";
          case 0xD0 -> "ded-";
          default -> "?";
        };
    String service =
        switch (tag & 0x07) {
          case 0 -> "get-request";
          case 1 -> "set-request";
          case 2 -> "event-notification-request";
          case 3 -> "action-request";
          case 4 -> "get-response";
          case 5 -> "set-response";
          case 7 -> "action-response";
          default -> "?";
        };
    return prefix.equals("?") || service.equals("?") ? "?" : prefix + service;
  }

  static String stateError(int code) {
    return switch (code) {
      case 1 -> "service-not-allowed";
      case 2 -> "service-unknown";
      default -> Integer.toString(code);
    };
  }

  static String serviceError(int code) {
    return switch (code) {
      case 1 -> "operation-not-possible";
      case 2 -> "service-not-supported";
      case 3 -> "other-reason";
      case 4 -> "pdu-too-long";
      case 5 -> "deciphering-error";
      case 6 -> "invocation-counter-error";
      default -> Integer.toString(code);
    };
  }

  static String keyInfo(int choice) {
    return switch (choice) {
      case 0 -> "identified key";
      case 1 -> "wrapped key";
      case 2 -> "agreed key";
      default -> Integer.toString(choice);
    };
  }

  static String control(int octet) {
    SecurityControl control = new SecurityControl(octet);
    return "suite %d%s%s, %s key%s"
        .formatted(
            octet & 0x0F,
            control.authenticated() ? ", authenticated" : "",
            control.encrypted() ? ", encrypted" : "",
            control.broadcast() ? "broadcast" : "unicast",
            control.compressed() ? ", compressed" : "");
  }
}
