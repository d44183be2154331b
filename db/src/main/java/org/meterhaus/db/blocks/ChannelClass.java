package org.meterhaus.db.blocks;

import java.util.Arrays;
import java.util.Optional;

/** What a channel measures: what is usual for one class is a fault in another. */
public enum ChannelClass {
  /** A whole home or premises: it always uses something. */
  MAIN("main"),
  /** A part of a home behind its main meter, such as a floor or a circuit. */
  SUB_METER("sub-meter"),
  /** One appliance: it may stand still for weeks. */
  APPLIANCE("appliance");

  private final String wire;

  ChannelClass(String wire) {
    this.wire = wire;
  }

  /** As files and the schema spell it. */
  public String wire() {
    return wire;
  }

  /** The class of a name; empty for a name that is none of ours. */
  public static Optional<ChannelClass> named(String wire) {
    return Arrays.stream(values()).filter(each -> each.wire.equals(wire)).findFirst();
  }
}
