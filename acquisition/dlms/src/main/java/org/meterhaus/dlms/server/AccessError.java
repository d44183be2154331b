package org.meterhaus.dlms.server;

import org.meterhaus.dlms.cosem.DataAccessResult;

/**
 * Why an object does not do what it was asked; the client gets the code (of an ACTION the
 * action-result of the same meaning). Made without a stack trace: it is an answer, not a fault.
 */
public final class AccessError extends Exception {

  private static final long serialVersionUID = 1L;

  private final DataAccessResult result;

  /**
   * Says no.
   *
   * @param result anything but SUCCESS
   */
  public AccessError(DataAccessResult result) {
    if (result == DataAccessResult.SUCCESS) {
      throw new IllegalArgumentException("success is no error");
    }
    super(result.label(), null, false, false);
    this.result = result;
  }

  public DataAccessResult result() {
    return result;
  }
}
