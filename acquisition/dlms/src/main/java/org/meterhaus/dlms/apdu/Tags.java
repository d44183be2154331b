package org.meterhaus.dlms.apdu;

/** First octets of the messages (IEC 62056-5-3, clause 9.5). */
public final class Tags {

  public static final int INITIATE_REQUEST = 0x01;
  public static final int INITIATE_RESPONSE = 0x08;
  public static final int CONFIRMED_SERVICE_ERROR = 0x0E;
  public static final int DATA_NOTIFICATION = 0x0F;
  public static final int INFORMATION_REPORT = 0x18;
  public static final int GLO_INITIATE_REQUEST = 0x21;
  public static final int GLO_INITIATE_RESPONSE = 0x28;
  public static final int GLO_CONFIRMED_SERVICE_ERROR = 0x2E;
  public static final int GLO_INFORMATION_REPORT = 0x38;
  public static final int DED_INFORMATION_REPORT = 0x58;
  public static final int AARQ = 0x60;
  public static final int AARE = 0x61;
  public static final int RLRQ = 0x62;
  public static final int RLRE = 0x63;
  public static final int GET_REQUEST = 0xC0;
  public static final int SET_REQUEST = 0xC1;
  public static final int EVENT_NOTIFICATION = 0xC2;
  public static final int ACTION_REQUEST = 0xC3;
  public static final int GET_RESPONSE = 0xC4;
  public static final int SET_RESPONSE = 0xC5;
  public static final int ACTION_RESPONSE = 0xC7;
  public static final int GLO_GET_REQUEST = 0xC8;
  public static final int GLO_SET_REQUEST = 0xC9;
  public static final int GLO_EVENT_NOTIFICATION = 0xCA;
  public static final int GLO_ACTION_REQUEST = 0xCB;
  public static final int GLO_GET_RESPONSE = 0xCC;
  public static final int GLO_SET_RESPONSE = 0xCD;
  public static final int GLO_ACTION_RESPONSE = 0xCF;
  public static final int DED_GET_REQUEST = 0xD0;
  public static final int DED_SET_REQUEST = 0xD1;
  public static final int DED_EVENT_NOTIFICATION = 0xD2;
  public static final int DED_ACTION_REQUEST = 0xD3;
  public static final int DED_GET_RESPONSE = 0xD4;
  public static final int DED_SET_RESPONSE = 0xD5;
  public static final int DED_ACTION_RESPONSE = 0xD7;
  public static final int EXCEPTION_RESPONSE = 0xD8;
  public static final int ACCESS_REQUEST = 0xD9;
  public static final int ACCESS_RESPONSE = 0xDA;
  public static final int GENERAL_GLO_CIPHERING = 0xDB;
  public static final int GENERAL_DED_CIPHERING = 0xDC;
  public static final int GENERAL_BLOCK_TRANSFER = 0xE0;

  private Tags() {}

  /** The tag of the glo- form of a message, or -1 if the standard has none. */
  public static int globalOf(int plainTag) {
    return switch (plainTag) {
      case INITIATE_REQUEST -> GLO_INITIATE_REQUEST;
      case INITIATE_RESPONSE -> GLO_INITIATE_RESPONSE;
      case CONFIRMED_SERVICE_ERROR -> GLO_CONFIRMED_SERVICE_ERROR;
      case GET_REQUEST -> GLO_GET_REQUEST;
      case SET_REQUEST -> GLO_SET_REQUEST;
      case EVENT_NOTIFICATION -> GLO_EVENT_NOTIFICATION;
      case INFORMATION_REPORT -> GLO_INFORMATION_REPORT;
      case ACTION_REQUEST -> GLO_ACTION_REQUEST;
      case GET_RESPONSE -> GLO_GET_RESPONSE;
      case SET_RESPONSE -> GLO_SET_RESPONSE;
      case ACTION_RESPONSE -> GLO_ACTION_RESPONSE;
      default -> -1;
    };
  }

  /** The tag of the ded- form of a message, or -1 if the standard has none. */
  public static int dedicatedOf(int plainTag) {
    return switch (plainTag) {
      case GET_REQUEST -> DED_GET_REQUEST;
      case SET_REQUEST -> DED_SET_REQUEST;
      case EVENT_NOTIFICATION -> DED_EVENT_NOTIFICATION;
      case INFORMATION_REPORT -> DED_INFORMATION_REPORT;
      case ACTION_REQUEST -> DED_ACTION_REQUEST;
      case GET_RESPONSE -> DED_GET_RESPONSE;
      case SET_RESPONSE -> DED_SET_RESPONSE;
      case ACTION_RESPONSE -> DED_ACTION_RESPONSE;
      default -> -1;
    };
  }

  /** Whether a message of this tag names its originator. */
  static boolean isGeneral(int tag) {
    return tag == GENERAL_GLO_CIPHERING || tag == GENERAL_DED_CIPHERING;
  }

  /** Whether a message of this tag can only be a notification, plain or protected. */
  public static boolean isNotification(int tag) {
    return switch (tag) {
      case DATA_NOTIFICATION,
          INFORMATION_REPORT,
          GLO_INFORMATION_REPORT,
          DED_INFORMATION_REPORT,
          EVENT_NOTIFICATION,
          GLO_EVENT_NOTIFICATION,
          DED_EVENT_NOTIFICATION ->
          true;
      default -> false;
    };
  }

  /** Whether it is the protected form of one service. */
  static boolean isServiceSpecific(int tag) {
    return switch (tag) {
      case GLO_INITIATE_REQUEST,
          GLO_INITIATE_RESPONSE,
          GLO_CONFIRMED_SERVICE_ERROR,
          GLO_INFORMATION_REPORT,
          GLO_GET_REQUEST,
          GLO_SET_REQUEST,
          GLO_EVENT_NOTIFICATION,
          GLO_ACTION_REQUEST,
          GLO_GET_RESPONSE,
          GLO_SET_RESPONSE,
          GLO_ACTION_RESPONSE ->
          true;
      default -> isDedicated(tag) && tag != GENERAL_DED_CIPHERING;
    };
  }

  /** Whether it is protected with a dedicated key. */
  public static boolean isDedicated(int tag) {
    return switch (tag) {
      case DED_INFORMATION_REPORT,
          DED_GET_REQUEST,
          DED_SET_REQUEST,
          DED_EVENT_NOTIFICATION,
          DED_ACTION_REQUEST,
          DED_GET_RESPONSE,
          DED_SET_RESPONSE,
          DED_ACTION_RESPONSE,
          GENERAL_DED_CIPHERING ->
          true;
      default -> false;
    };
  }
}
