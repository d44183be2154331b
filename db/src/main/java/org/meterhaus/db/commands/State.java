package org.meterhaus.db.commands;

/** How far a command got: accepted, sent, and then one of the three ends. */
public enum State {
  /** Durable here, not yet on its way. */
  ACCEPTED("accepted"),
  /** The head-end has begun; whether the relay moved is not known yet. */
  SENT("sent"),
  /** The meter's control state was read back and is as wanted. */
  CONFIRMED("confirmed"),
  /** It did not come about, or nobody knows; the reason says which. */
  FAILED("failed"),
  /** Its time was over before it was sent; it was never sent. */
  EXPIRED("expired");

  private final String wireName;

  State(String wireName) {
    this.wireName = wireName;
  }

  /** In the schema and in both faces. */
  public String wireName() {
    return wireName;
  }

  static State of(String wireName) {
    for (State state : values()) {
      if (state.wireName.equals(wireName)) {
        return state;
      }
    }
    throw new IllegalArgumentException("no state of a command: " + wireName);
  }
}
