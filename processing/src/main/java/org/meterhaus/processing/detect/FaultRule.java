package org.meterhaus.processing.detect;

import java.util.Arrays;
import java.util.Optional;

/** What we look for. The wire name is what customers' programs, tables and files see. */
public enum FaultRule {
  /** It draws its running power in every hour. */
  STUCK_ON("stuck-on"),
  /** It draws nothing although it always did. */
  DEAD("dead"),
  /** Everything it does takes a multiple of the energy: it runs longer for the same work. */
  DEGRADED("degraded"),
  /** A constant draw was added to every hour. */
  STANDBY("standby"),
  /** No values come although the flat's meter goes on. */
  MISSING("missing"),
  /** Its highest short-time power passes all that was seen before, while its energy does not. */
  INRUSH("inrush");

  private final String wireName;

  FaultRule(String wireName) {
    this.wireName = wireName;
  }

  public String wireName() {
    return wireName;
  }

  /** The rule of that wire name, if there is one. */
  public static Optional<FaultRule> of(String wireName) {
    return Arrays.stream(values()).filter(rule -> rule.wireName.equals(wireName)).findFirst();
  }
}
