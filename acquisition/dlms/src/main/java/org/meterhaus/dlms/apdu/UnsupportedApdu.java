package org.meterhaus.dlms.apdu;

/**
 * A message of the standard, or a form of one, that this library does not know. Made without a
 * stack trace: a server answers it with an exception-response.
 */
public final class UnsupportedApdu extends Exception {

  private static final long serialVersionUID = 1L;

  UnsupportedApdu(String what) {
    super(what, null, false, false);
  }
}
