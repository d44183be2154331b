package org.meterhaus.db.outages;

import java.time.Instant;

/** What a meter's own load profile says, afterwards, about its supply during its silence. */
public sealed interface Supply {

  /** Nothing of the silence has come, or it does not tell. */
  record Unknown() implements Supply {}

  /**
   * It was supplied and went on counting.
   *
   * @param energyWh measured during the silence, more than zero
   */
  record On(long energyWh) implements Supply {
    public On {
      if (energyWh <= 0) {
        throw new IllegalArgumentException("energyWh must be more than 0 but was " + energyWh);
      }
    }
  }

  /** It was not supplied, as exactly as its intervals tell. */
  record Off(Instant from, Instant until) implements Supply {
    public Off {
      if (!from.isBefore(until)) {
        throw new IllegalArgumentException(
            "from must be before until but they were %s and %s".formatted(from, until));
      }
    }
  }
}
