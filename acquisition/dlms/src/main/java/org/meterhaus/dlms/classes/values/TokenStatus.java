package org.meterhaus.dlms.classes.values;

import org.meterhaus.dlms.data.Data;

/** How a token ended. */
public record TokenStatus(Code code, Data.BitString value) {

  /** token_status_code. */
  public enum Code {
    FORMAT_OK,
    AUTHENTICATION_OK,
    VALIDATION_OK,
    EXECUTION_OK,
    FORMAT_FAILURE,
    AUTHENTICATION_FAILURE,
    VALIDATION_FAILURE,
    EXECUTION_FAILURE,
    RECEIVED
  }
}
