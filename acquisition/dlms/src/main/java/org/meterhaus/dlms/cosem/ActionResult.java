package org.meterhaus.dlms.cosem;

/** Action-Result (IEC 62056-5-3, clause 9.5). */
public enum ActionResult {
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
  LONG_ACTION_ABORTED(15),
  NO_LONG_ACTION_IN_PROGRESS(16),
  OTHER_REASON(250);

  private final int code;

  ActionResult(int code) {
    this.code = code;
  }

  public int code() {
    return code;
  }

  /** The standard's name of a code, or {@code unknown}. */
  public static String nameOf(int code) {
    for (ActionResult result : values()) {
      if (result.code == code) {
        return result.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
      }
    }
    return "unknown";
  }

  /** The action-result that says the same; both tables share the codes below 15. */
  public static ActionResult of(DataAccessResult result) {
    for (ActionResult candidate : values()) {
      if (candidate.name().equals(result.name())) {
        return candidate;
      }
    }
    return OTHER_REASON;
  }
}
