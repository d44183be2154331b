package org.meterhaus.dlms.association;

/**
 * Why a server does not want an association, and how its AARE says so (IEC 62056-5-3, clauses 9.4.2
 * and 9.5). What is wrong in the InitiateRequest is told by a ConfirmedServiceError inside.
 */
public enum Refusal {
  NO_REASON(1, -1),
  CONTEXT_NOT_SUPPORTED(2, -1),
  TITLE_NOT_RECOGNISED(3, -1),
  MECHANISM_NOT_RECOGNISED(11, -1),
  MECHANISM_NAME_REQUIRED(12, -1),
  AUTHENTICATION_FAILURE(13, -1),
  AUTHENTICATION_REQUIRED(14, -1),

  /** Another DLMS version than 6. */
  DLMS_VERSION(1, 1),
  /** No service in common. */
  CONFORMANCE(1, 2),
  /** The client takes APDUs of less than 64 octets. */
  PDU_SIZE(1, 3),
  /** Refused by the VDE handler: a dedicated key where none is offered. */
  NOT_BY_THIS_DEVICE(1, 4);

  /** The diagnostic of an AARE that accepts: nothing to tell. */
  public static final int NOTHING = 0;

  private final int diagnostic;
  private final int initiateError;

  Refusal(int diagnostic, int initiateError) {
    this.diagnostic = diagnostic;
    this.initiateError = initiateError;
  }

  /** acse-service-user diagnostic, 1..14. */
  public int diagnostic() {
    return diagnostic;
  }

  /** Value of the initiate error in the ConfirmedServiceError, -1 if there is none. */
  public int initiateError() {
    return initiateError;
  }
}
