package org.meterhaus.dlms.server;

/** access_mode of a method in association LN versions 1 and 2. */
public enum MethodAccess {
  NO_ACCESS(0),
  ACCESS(1),
  /** Only by a request that is authenticated. */
  AUTHENTICATED_ACCESS(2);

  private final int code;

  MethodAccess(int code) {
    this.code = code;
  }

  /** The enum value on the wire. */
  public int code() {
    return code;
  }

  /** The bits of version 3 of the association: 0 access, 2 authenticated request. */
  int bits() {
    return switch (this) {
      case NO_ACCESS -> 0;
      case ACCESS -> 1;
      case AUTHENTICATED_ACCESS -> 5;
    };
  }

  /**
   * Whether it may be invoked.
   *
   * @param authenticated whether the request carries an authentication tag that fits
   */
  boolean allows(boolean authenticated) {
    return this == ACCESS || (this == AUTHENTICATED_ACCESS && authenticated);
  }
}
