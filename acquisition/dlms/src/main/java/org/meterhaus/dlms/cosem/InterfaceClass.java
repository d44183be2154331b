package org.meterhaus.dlms.cosem;

/** Interface class identifiers (IEC 62056-6-2) that this library knows by name. */
public final class InterfaceClass {

  public static final int DATA = 1;
  public static final int REGISTER = 3;
  public static final int EXTENDED_REGISTER = 4;
  public static final int PROFILE_GENERIC = 7;
  public static final int CLOCK = 8;
  public static final int ASSOCIATION_LN = 15;
  public static final int SAP_ASSIGNMENT = 17;
  public static final int SECURITY_SETUP = 64;
  public static final int DISCONNECT_CONTROL = 70;

  private InterfaceClass() {}
}
