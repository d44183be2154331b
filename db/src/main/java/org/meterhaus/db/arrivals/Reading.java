package org.meterhaus.db.arrivals;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What was reported for one instant: the energy of the interval that ends there, the register at
 * that instant, or both. As received, so also nonsense is kept; only what cannot be written down is
 * refused.
 *
 * @param end whole seconds, from 1970 to 2242
 * @param status the meter's status bits, 0..65535; 0 when there are none
 * @param energyWh Wh of the interval ending at {@code end}
 * @param registerWh cumulative Wh at {@code end}, 0..10^15
 */
public record Reading(Instant end, int status, OptionalInt energyWh, OptionalLong registerWh) {
  /** Status of a reading of an operator that takes its edit back. */
  public static final int REVOKED = 1;

  private static final long LATEST = 1L << 33;
  private static final long LARGEST_REGISTER = 1_000_000_000_000_000L;

  public Reading {
    if (!end.truncatedTo(ChronoUnit.SECONDS).equals(end)) {
      throw new IllegalArgumentException(
          "end must be a whole second from 1970 to 2242 but was " + end);
    }
    check(
        end.getEpochSecond(),
        status,
        energyWh.isPresent(),
        registerWh.isPresent(),
        registerWh.orElse(0));
  }

  /** What holds for every reading, however it is kept. */
  static void check(long end, int status, boolean hasEnergy, boolean hasRegister, long registerWh) {
    if (end < 0 || end >= LATEST) {
      throw new IllegalArgumentException(
          "end must be a whole second from 1970 to 2242 but was second %d".formatted(end));
    }
    if (status < 0 || status > 0xFFFF) {
      throw new IllegalArgumentException("status must be 0..65535 but was " + status);
    }
    if (hasRegister && (registerWh < 0 || registerWh > LARGEST_REGISTER)) {
      throw new IllegalArgumentException("registerWh must be 0..10^15 but was " + registerWh);
    }
    if (!hasEnergy && !hasRegister) {
      throw new IllegalArgumentException("a reading needs an energy, a register or both");
    }
  }

  /** A row of a load profile. */
  public static Reading of(Instant end, int status, int energyWh, long registerWh) {
    return new Reading(end, status, OptionalInt.of(energyWh), OptionalLong.of(registerWh));
  }

  /** An interval without its register. */
  public static Reading energy(Instant end, int energyWh) {
    return new Reading(end, 0, OptionalInt.of(energyWh), OptionalLong.empty());
  }

  /** A register read on its own. */
  public static Reading register(Instant end, long registerWh) {
    return new Reading(end, 0, OptionalInt.empty(), OptionalLong.of(registerWh));
  }
}
