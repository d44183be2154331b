package org.meterhaus.db.outages;

/** Why meters are silent, as far as the evidence goes. */
public enum OutageCause {
  /** No supply: their status bits say so, or their neighbours behind the same sink report. */
  POWER("power"),
  /** Everything behind a sink is silent: the sink, the network or the power. */
  SINK_OR_NETWORK("sink-or-network"),
  /** What came later shows that there was power all the time. */
  COMMUNICATION("communication-loss");

  private final String wire;

  OutageCause(String wire) {
    this.wire = wire;
  }

  /** As stored and as it goes over the wire. */
  public String wire() {
    return wire;
  }

  /**
   * @throws IllegalArgumentException if there is none of that name
   */
  public static OutageCause of(String wire) {
    for (OutageCause cause : values()) {
      if (cause.wire.equals(wire)) {
        return cause;
      }
    }
    throw new IllegalArgumentException("no cause of an outage is called " + wire);
  }
}
