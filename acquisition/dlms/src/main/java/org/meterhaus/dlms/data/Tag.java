package org.meterhaus.dlms.data;

/** Tags of the data types on the wire (IEC 62056-5-3, Data). */
public final class Tag {

  static final int NULL_DATA = 0;
  static final int ARRAY = 1;
  static final int STRUCTURE = 2;
  static final int BOOLEAN = 3;
  static final int BIT_STRING = 4;
  static final int DOUBLE_LONG = 5;
  static final int DOUBLE_LONG_UNSIGNED = 6;
  static final int OCTET_STRING = 9;
  static final int VISIBLE_STRING = 10;
  static final int UTF8_STRING = 12;
  static final int BCD = 13;
  static final int INTEGER = 15;
  static final int LONG = 16;
  static final int UNSIGNED = 17;
  static final int LONG_UNSIGNED = 18;
  static final int COMPACT_ARRAY = 19;
  static final int LONG64 = 20;
  static final int LONG64_UNSIGNED = 21;
  static final int ENUM = 22;
  static final int FLOAT32 = 23;
  static final int FLOAT64 = 24;
  static final int DATE_TIME = 25;
  static final int DATE = 26;
  static final int TIME = 27;
  static final int DELTA_INTEGER = 28;
  static final int DELTA_LONG = 29;
  static final int DELTA_DOUBLE_LONG = 30;
  static final int DELTA_UNSIGNED = 31;
  static final int DELTA_LONG_UNSIGNED = 32;
  static final int DELTA_DOUBLE_LONG_UNSIGNED = 33;
  static final int DONT_CARE = 255;

  private static final String[] NAMES = new String[34];

  static {
    String all =
        "null-data array structure boolean bit-string double-long double-long-unsigned ? ?"
            + " octet-string visible-string ? utf8-string bcd ? integer long unsigned"
            + " long-unsigned compact-array long64 long64-unsigned enum float32 float64 date-time"
            + " date time delta-integer delta-long delta-double-long delta-unsigned"
            + " delta-long-unsigned delta-double-long-unsigned";
    System.arraycopy(all.split(" ", -1), 0, NAMES, 0, NAMES.length);
  }

  private Tag() {}

  static boolean isSimple(int tag) {
    return switch (tag) {
      case ARRAY, STRUCTURE, COMPACT_ARRAY -> false;
      default -> !name(tag).equals("?");
    };
  }

  /** The standard's name, {@code ?} if there is no such type. */
  public static String name(int tag) {
    if (tag == DONT_CARE) {
      return "dont-care";
    }
    return tag >= 0 && tag < NAMES.length ? NAMES[tag] : "?";
  }
}
