package org.meterhaus.dlms.security;

/**
 * First octets of protected messages (IEC 62056-5-3, clause 9.5): each service has a glo- and a
 * ded- form at a fixed distance, but an exception-response, an ACCESS and a block of a general
 * block transfer have none and go into general envelopes only.
 */
final class CipheredTags {

  static final int GENERAL_GLO_CIPHERING = 0xDB;
  static final int GENERAL_DED_CIPHERING = 0xDC;
  static final int GENERAL_CIPHERING = 0xDD;
  static final int GENERAL_SIGNING = 0xDF;

  private static final int SHORT_NAME_DISTANCE = 0x20;
  private static final int LOGICAL_NAME_DISTANCE = 0x08;

  private CipheredTags() {}

  /** The glo- form, or -1 if there is none. */
  static int globalOf(int plainTag) {
    return form(plainTag, 1);
  }

  /** The ded- form, or -1 if there is none. */
  static int dedicatedOf(int plainTag) {
    return form(plainTag, 2);
  }

  static boolean isGlobal(int tag) {
    return isForm(tag, 1);
  }

  static boolean isDedicated(int tag) {
    return isForm(tag, 2);
  }

  private static boolean isForm(int tag, int steps) {
    int distance = tag >= 0xC0 ? LOGICAL_NAME_DISTANCE : SHORT_NAME_DISTANCE;
    return form(tag - steps * distance, steps) == tag;
  }

  private static int form(int plainTag, int steps) {
    return switch (plainTag) {
      // initiate, read, write, their answers, confirmed-service-error, unconfirmed write,
      // information report
      case 0x01, 0x05, 0x06, 0x08, 0x0C, 0x0D, 0x0E, 0x16, 0x18 ->
          plainTag + steps * SHORT_NAME_DISTANCE;
      // GET, SET, event notification, ACTION, their answers
      case 0xC0, 0xC1, 0xC2, 0xC3, 0xC4, 0xC5, 0xC7 -> plainTag + steps * LOGICAL_NAME_DISTANCE;
      default -> -1;
    };
  }
}
