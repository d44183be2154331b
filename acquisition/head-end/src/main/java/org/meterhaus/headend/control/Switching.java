package org.meterhaus.headend.control;

import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.meterhaus.headend.control.RelayFailure.Reason;

/**
 * How a relay is brought to a wanted state. Only what is read back from the meter counts; a request
 * whose fate is not known is looked up before it is made again.
 */
final class Switching {
  private static final int ATTEMPTS = 2;

  private Switching() {}

  /** How it ended. */
  sealed interface Result {
    /** Read back, and as wanted. */
    record Confirmed() implements Result {}

    /**
     * Not as wanted, or not known.
     *
     * @param seenOn what was read back; empty if nothing was
     */
    record Failed(Reason reason, Optional<Boolean> seenOn) implements Result {}
  }

  /**
   * Carries a command out.
   *
   * @param isExpired asked before each sending: what is expired is never sent
   */
  static Result carryOut(Relay relay, boolean wanted, BooleanSupplier isExpired) {
    Optional<Boolean> seen = Optional.empty();
    Reason reason = Reason.EXPIRED;
    for (int attempt = 1; attempt <= ATTEMPTS && !isExpired.getAsBoolean(); attempt++) {
      RelayFailure failure = request(relay, wanted);
      if (failure != null && !failure.mayHaveHappened()) {
        return new Result.Failed(failure.reason(), seen);
      }
      try {
        boolean on = relay.isOn();
        if (on == wanted) {
          return new Result.Confirmed();
        }
        seen = Optional.of(on);
      } catch (RelayFailure e) {
        return new Result.Failed(e.reason(), Optional.empty());
      }
      if (failure == null) {
        return new Result.Failed(Reason.STATE_UNCHANGED, seen);
      }
      reason = failure.reason();
    }
    return new Result.Failed(reason, seen);
  }

  /** Goes on with a command of which is not known how far it got: looks first. */
  static Result resume(Relay relay, boolean wanted, BooleanSupplier isExpired) {
    try {
      boolean on = relay.isOn();
      if (on == wanted) {
        return new Result.Confirmed();
      }
      return isExpired.getAsBoolean()
          ? new Result.Failed(Reason.EXPIRED, Optional.of(on))
          : carryOut(relay, wanted, isExpired);
    } catch (RelayFailure e) {
      return new Result.Failed(e.reason(), Optional.empty());
    }
  }

  private static @Nullable RelayFailure request(Relay relay, boolean wanted) {
    try {
      relay.switchTo(wanted);
      return null;
    } catch (RelayFailure e) {
      return e;
    }
  }
}
