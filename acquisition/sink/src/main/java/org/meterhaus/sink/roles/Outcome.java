package org.meterhaus.sink.roles;

import org.meterhaus.dlms.data.Data;

/** What came of one {@link Operation}. */
public sealed interface Outcome {

  /** Done; {@link Data.NullData} if there is nothing to return. */
  record Value(Data data) implements Outcome {}

  /**
   * The meter understood and said no; nothing was done.
   *
   * @param code data-access-result or action-result, 1..255
   */
  record Refused(int code) implements Outcome {}

  /**
   * No answer that means anything; it may or may not have been done.
   *
   * @param detail for the log and the status object
   */
  record Failed(Failure failure, String detail) implements Outcome {}

  /** Why there is no answer. */
  enum Failure {
    /** No connection, or it was lost. */
    UNREACHABLE,
    /** Connected, but silent. */
    TIMED_OUT,
    /** The meter refused our association, or we its security. */
    NOT_TRUSTED,
    /** The meter broke the protocol. */
    PROTOCOL,
    /** The sink has too many requests waiting. */
    BUSY,
    /** The sink has no such meter. */
    UNKNOWN_METER,
    /** The sink is closing. */
    CLOSING
  }
}
