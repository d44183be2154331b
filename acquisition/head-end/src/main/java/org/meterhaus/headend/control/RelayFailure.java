package org.meterhaus.headend.control;

/** A relay did not do what it was asked, or nobody knows. */
final class RelayFailure extends Exception {
  private final Reason reason;
  private final boolean mayHaveHappened;

  /** Why a command did not come about; the wire names are for customers' programs. */
  enum Reason {
    METER_UNREACHABLE("meter-unreachable"),
    METER_REFUSED("meter-refused"),
    SINK_UNREACHABLE("sink-unreachable"),
    STATE_UNCHANGED("state-unchanged"),
    EXPIRED("expired-before-sending");

    private final String wireName;

    Reason(String wireName) {
      this.wireName = wireName;
    }

    String wireName() {
      return wireName;
    }
  }

  /**
   * A failure.
   *
   * @param mayHaveHappened whether it may have been done all the same
   */
  RelayFailure(Reason reason, boolean mayHaveHappened, String detail, Throwable cause) {
    super(reason.wireName() + ": " + detail, cause);
    this.reason = reason;
    this.mayHaveHappened = mayHaveHappened;
  }

  Reason reason() {
    return reason;
  }

  boolean mayHaveHappened() {
    return mayHaveHappened;
  }
}
