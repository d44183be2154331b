package org.meterhaus.dlms.cosem;

/** Interface class identifiers (IEC 62056-6-2) that this library knows by name. */
public final class InterfaceClass {

  public static final int DATA = 1;
  public static final int REGISTER = 3;
  public static final int EXTENDED_REGISTER = 4;
  public static final int DEMAND_REGISTER = 5;
  public static final int REGISTER_ACTIVATION = 6;
  public static final int PROFILE_GENERIC = 7;
  public static final int CLOCK = 8;
  public static final int SCRIPT_TABLE = 9;
  public static final int SCHEDULE = 10;
  public static final int SPECIAL_DAYS_TABLE = 11;
  public static final int ASSOCIATION_LN = 15;
  public static final int SAP_ASSIGNMENT = 17;
  public static final int IMAGE_TRANSFER = 18;
  public static final int ACTIVITY_CALENDAR = 20;
  public static final int REGISTER_MONITOR = 21;
  public static final int SINGLE_ACTION_SCHEDULE = 22;
  public static final int IEC_HDLC_SETUP = 23;
  public static final int MBUS_SLAVE_PORT_SETUP = 25;
  public static final int DATA_PROTECTION = 30;
  public static final int PUSH_SETUP = 40;
  public static final int TCP_UDP_SETUP = 41;
  public static final int IPV4_SETUP = 42;
  public static final int MAC_ADDRESS_SETUP = 43;
  public static final int PPP_SETUP = 44;
  public static final int GPRS_MODEM_SETUP = 45;
  public static final int GSM_DIAGNOSTIC = 47;
  public static final int IPV6_SETUP = 48;
  public static final int REGISTER_TABLE = 61;
  public static final int COMPACT_DATA = 62;
  public static final int STATUS_MAPPING = 63;
  public static final int SECURITY_SETUP = 64;
  public static final int PARAMETER_MONITOR = 65;
  public static final int SENSOR_MANAGER = 67;
  public static final int ARBITRATOR = 68;
  public static final int DISCONNECT_CONTROL = 70;
  public static final int LIMITER = 71;
  public static final int MBUS_CLIENT = 72;
  public static final int MBUS_MASTER_PORT_SETUP = 74;
  public static final int ACCOUNT = 111;
  public static final int CREDIT = 112;
  public static final int CHARGE = 113;
  public static final int TOKEN_GATEWAY = 115;
  public static final int FUNCTION_CONTROL = 122;
  public static final int ARRAY_MANAGER = 123;
  public static final int PORT_PROTECTION = 124;

  private InterfaceClass() {}
}
