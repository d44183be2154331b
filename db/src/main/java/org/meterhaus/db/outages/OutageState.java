package org.meterhaus.db.outages;

import java.util.Locale;

/** How far an outage has come. Goes forward only, but for one that is opened again. */
public enum OutageState {
  /** Many meters are silent together; why is not known for sure. */
  SUSPECTED,
  /** It is the power. */
  CONFIRMED,
  /** Enough of them report again. */
  RESTORED;

  /** As stored and as it goes over the wire. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @throws IllegalArgumentException if there is none of that name
   */
  public static OutageState of(String wire) {
    for (OutageState state : values()) {
      if (state.wire().equals(wire)) {
        return state;
      }
    }
    throw new IllegalArgumentException("no state of an outage is called " + wire);
  }
}
