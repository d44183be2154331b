package org.meterhaus.dlms.cosem;

/** Data-Access-Result of GET and SET (IEC 62056-5-3, clause 9.5). */
public enum DataAccessResult {
  SUCCESS(0),
  HARDWARE_FAULT(1),
  TEMPORARY_FAILURE(2),
  READ_WRITE_DENIED(3),
  OBJECT_UNDEFINED(4),
  OBJECT_CLASS_INCONSISTENT(9),
  OBJECT_UNAVAILABLE(11),
  TYPE_UNMATCHED(12),
  SCOPE_OF_ACCESS_VIOLATED(13),
  DATA_BLOCK_UNAVAILABLE(14),
  LONG_GET_ABORTED(15),
  NO_LONG_GET_IN_PROGRESS(16),
  LONG_SET_ABORTED(17),
  NO_LONG_SET_IN_PROGRESS(18),
  DATA_BLOCK_NUMBER_INVALID(19),
  OTHER_REASON(250);

  private final int code;

  DataAccessResult(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }

  /** The standard's name of a code, or {@code unknown}. */
  public static String nameOf(int code) {
    for (DataAccessResult result : values()) {
      if (result.code == code) {
        return result.label();
      }
    }
    return "unknown";
  }

  /** The code if it is one of the standard's, else {@link #OTHER_REASON}. */
  public static DataAccessResult ofCode(int code) {
    for (DataAccessResult result : values()) {
      if (result.code == code) {
        return result;
      }
    }
    return OTHER_REASON;
  }

  /** The standard's name: {@code read-write-denied}. */
  public String label() {
    return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
  }
}
